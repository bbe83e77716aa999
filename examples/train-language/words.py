"""Makes the lists of words that `train-language` reads, from the lists named in NOTICE and the text of gather.py.

    python3 words.py DOWNLOADS DATA

DOWNLOADS holds what `gather.sh` fetched: `word-frequencies/`, `pypi/*.whl`, `tesseract/CODE.txt`; DATA holds
`text/TAG.txt` and receives `words/TAG.txt` (`word weight` a line, the commonest first).
"""
import glob, gzip, hashlib, lzma, os, re, sys, zipfile
from collections import defaultdict

from languages import KEEP, fits

SOURCE, TARGET = sys.argv[1], sys.argv[2]
MOST = 120_000  # words of a list

# Words: subtitles and the mixed web lists, each as relative frequencies, then their mean.
FREQ = {"no": "nb", "pt_br": "pt", "zh_cn": "zh-Hans", "zh_tw": "zh-Hant", "zh": None}
WORDFREQ = {"fil": "tl", "sh": None, "zh": "zh-Hans"}
words = defaultdict(lambda: defaultdict(float))
# The Serbian subtitles are in Latin letters; Cyrillic ones follow from them, and the other way round for text.
PAIRS = ["lj љ", "nj њ", "dž џ"] + [a + " " + b for a, b in zip("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж")]
PAIRS = [tuple(p.split()) for p in PAIRS]


def cyrillic(word):
    for a, b in PAIRS:
        word = word.replace(a, b)
    return word


wordy = re.compile(r"^[^\W\d_][^\d_]*$")
for path in sorted(glob.glob(f"{SOURCE}/word-frequencies/*.txt")):
    name = os.path.basename(path)[:-4]
    tag = FREQ.get(name, name)
    if tag not in KEEP:
        continue
    rows = [line.split() for line in open(path, encoding="utf-8")]
    rows = [(r[0], int(r[1])) for r in rows if len(r) == 2 and wordy.match(r[0])]
    total = sum(c for _, c in rows)
    for word, count in rows:
        if tag == "sr" and not fits("sr", word):
            words["sr-Latn"][word] += count / total
            word = cyrillic(word)
        words[tag][word] += count / total * (0.5 if name in ("pt_br", "pt") else 1)


def msgpack(data):
    """The bins of a wordfreq list: an array of arrays of strings after a header."""
    at = 0

    def read():
        nonlocal at
        b = data[at]
        at += 1
        if b < 0x80:
            return b
        if b < 0x90 or b in (0xDE,):
            n = b & 15
            if b == 0xDE:
                n = int.from_bytes(data[at:at + 2], "big"); at += 2
            return {read(): read() for _ in range(n)}
        if b < 0xA0 or b in (0xDC, 0xDD):
            n = b & 15
            if b >= 0xDC:
                w = 2 if b == 0xDC else 4
                n = int.from_bytes(data[at:at + w], "big"); at += w
            return [read() for _ in range(n)]
        if b < 0xC0 or b in (0xD9, 0xDA):
            n = b & 31
            if b >= 0xD9:
                w = b - 0xD8
                n = int.from_bytes(data[at:at + w], "big"); at += w
            text = data[at:at + n].decode(); at += n
            return text
        if b in (0xCC, 0xCD, 0xCE):
            w = 1 << (b - 0xCC)
            n = int.from_bytes(data[at:at + w], "big"); at += w
            return n
        raise ValueError(hex(b))
    return read()


wheel = zipfile.ZipFile(glob.glob(f"{SOURCE}/pypi/wordfreq-*.whl")[0])
names = sorted(n for n in wheel.namelist() if re.search(r"/(large|small)_\w+\.msgpack\.gz$", n))
for name in names:
    size, code = re.search(r"/(large|small)_(\w+)\.msgpack", name).groups()
    tag = WORDFREQ.get(code, code)
    if tag not in KEEP or (size == "small" and any(f"large_{code}." in n for n in names)):
        continue
    bins = msgpack(gzip.decompress(wheel.read(name)))[1:]
    rows, seen = [], 0
    for level, group in enumerate(bins):
        for word in group:
            if wordy.match(word):
                rows.append((word, 10 ** (-level / 100)))
        if len(rows) > 80_000:
            break
    total = sum(c for _, c in rows)
    for word, weight in rows:
        words[tag][word] += weight / total
# What is common by these lists, for telling borrowed words apart below.
common = defaultdict(dict)
for tag, list_ in words.items():
    total = sum(list_.values())
    for word, weight in list_.items():
        if weight / total >= 2e-5:
            common[word][tag] = weight / total
counted = {tag for tag, list_ in words.items() if sum(list_.values()) >= 0.9}
# Words of the text itself, at a third of the weight where a list exists.
for path in sorted(glob.glob(f"{TARGET}/text/*.txt")):
    tag = os.path.basename(path)[:-4]
    if tag not in KEEP:
        continue
    counts = defaultdict(int)
    for line in open(path, encoding="utf-8"):
        for word in re.findall(r"[^\W\d_](?:[^\W\d_]|['’\u0300-\u036f\u064b-\u065f\u0900-\u0dff-])*", line.lower()):
            counts[word.strip("-")] += 1
    total = sum(counts.values())
    share = 0.3 if words[tag] else 1.0
    for word, count in counts.items():
        if count > 1 or total < 200_000:
            words[tag][word] += share * count / total
# Word forms for languages that have no list of frequencies.
try:
    wheel = zipfile.ZipFile(glob.glob(f"{SOURCE}/pypi/simplemma-*.whl")[0])
    sys.path.insert(0, glob.glob(f"{SOURCE}/pypi/simplemma-*.whl")[0])
    from simplemma.strategies.dictionaries.frontcode import _decode_stream
    for tag in ("la", "cy", "ga", "gd", "lb", "nn", "sw", "ast", "gl", "sq", "hy", "ka", "is"):
        name = [n for n in wheel.namelist() if n.endswith(f"/{tag}.plzma")][0]
        forms = _decode_stream(lzma.decompress(wheel.read(name)))
        forms = sorted({w for w in (k.decode() for k in forms) if wordy.match(w) and not w[:1].isupper()},
                       key=lambda w: hashlib.md5(w.encode()).digest())[:60_000]
        for word in forms:
            words[tag][word] += 0.15 / len(forms)
except IndexError:
    pass
# The word lists of tesseract: of the web, without frequencies. A word that is common in another language and not met in
# this one so far is mostly a quotation.
TESSERACT = dict(pair.split("=") for pair in """afr=af aze=az bel=be bos=bs bre=br bul=bg cat=ca ces=cs cym=cy dan=da deu=de
eng=en epo=eo est=et eus=eu fao=fo fil=tl fin=fi fra=fr fry=fy gla=gd gle=ga glg=gl hrv=hr hun=hu ind=id isl=is ita=it jav=jv
kaz=kk kir=ky kmr=ku lat=la lav=lv lit=lt ltz=lb mkd=mk mlt=mt mon=mn mri=mi msa=ms nld=nl nor=nb oci=oc pol=pl por=pt ron=ro
rus=ru slk=sk slv=sl spa=es sqi=sq srp=sr srp-latn=sr-Latn swa=sw swe=sv tat=tt tgk=tg tur=tr ukr=uk uzb=uz
uzb-cyrl=uz-Cyrl vie=vi yor=yo""".split())
for path in sorted(glob.glob(f"{SOURCE}/tesseract/*.txt")):
    tag = TESSERACT.get(os.path.basename(path)[:-4])
    if tag is None:
        continue
    own = words[tag]
    forms = set()
    for line in open(path, encoding="utf-8"):
        word = line.strip().replace("’", "'")
        if len(word) < 2 or word != word.lower() or not wordy.match(word) or not fits(tag, word):
            continue
        if word not in own and any(other != tag for other in common.get(word, ())):
            continue
        forms.add(word)
    forms = sorted(forms, key=lambda word: hashlib.md5(word.encode()).digest())[:MOST]
    share = 0.05 if tag in counted else 0.5
    for word in forms:
        own[word] += share / max(1, len(forms))
os.makedirs(f"{TARGET}/words", exist_ok=True)
for tag in sorted(words):
    rows = sorted(words[tag].items(), key=lambda r: (-r[1], r[0]))[:MOST]
    rows = [(w, c) for w, c in rows if fits(tag, w)]
    with open(f"{TARGET}/words/{tag}.txt", "w", encoding="utf-8") as out:
        for word, weight in rows:
            out.write(f"{word} {max(1, round(weight * 1e9))}\n")
