"""Gathers the text that `train-language` reads, from packages and the lists named in NOTICE.

    python3 gather.py DOWNLOADS DATA

DOWNLOADS holds what `gather.sh` fetched: `x/PACKAGE/` (unpacked Debian packages), `lists/` (package descriptions),
`pypi/*.whl`, `udhr/`, `word-frequencies/`. DATA receives `text/TAG.txt` (a line a sentence) and `words/TAG.txt`
(`word weight` a line). The same downloads give the same bytes: files are read in the order of their names, lines that
come twice are kept once, and what is over the cap is dropped by the hash of the line.
"""
import glob, gzip, html, hashlib, lzma, os, re, struct, subprocess, sys, zipfile
from collections import defaultdict

SOURCE, TARGET = sys.argv[1], sys.argv[2]
CAP = 6_000_000  # bytes of text a language

MAP = {
    "sr": "sr", "sr@ijekavian": "sr", "sr_cyrl": "sr", "sr@latin": "sr-Latn", "sr@ijekavianlatin": "sr-Latn",
    "sr_latn": "sr-Latn", "zh_cn": "zh-Hans", "zh_tw": "zh-Hant", "zh_hk": "zh-Hant", "zh": "zh-Hans",
    "nb_no": "nb", "no": "nb", "nn_no": "nn", "uz@cyrillic": "uz-Cyrl", "uz": "uz", "ku": "ku", "kmr": "ku",
    "ku_iq": "ckb", "ckb": "ckb", "fil": "tl", "als": "sq", "zlm": "ms", "tw": "ak", "be@latin": None,
    "kok@roman": None, "ks@devanagari": None, "sd@devanagari": None, "ang@latin": None, "en@shaw": None, "ca@valencia": "ca",
    "ca_es@valencia": "ca", "iw": "he", "in": "id", "ji": "yi", "lzh": None, "cmn": "zh-Hans", "zh_hans": "zh-Hans",
    "zh_hant": "zh-Hant", "mni@meiteimayek": None, "sat@olchiki": None,
}
LATIN = """af ak ast az br bs ca cs cy da de en eo es et eu fi fo fr fy ga gd gl ha hr hu id is it jv ku la lb lt lv mi ms mt
nb nl nn oc pl pt ro rw sk sl sn so sq sr-Latn st sv sw tk tl tn tr uz vi xh yo zu""".split()
OTHER = """ru uk be bg mk sr kk ky mn tg tt uz-Cyrl ar fa ur ps ug ckb hi mr ne sa bn as am ti he yi ja zh-Hans zh-Hant
el hy ka gu pa ta te kn ml or si th lo my km ko bo""".split()
KEEP = set(LATIN) | set(OTHER)
SCRIPTS = {
    "Cyrl": (0x400, 0x52F), "Arab": (0x600, 0x77F), "Deva": (0x900, 0x97F), "Beng": (0x980, 0x9FF), "Ethi": (0x1200, 0x139F),
    "Hebr": (0x590, 0x5FF),
}
OF = {}
for script, tags in {"Cyrl": "ru uk be bg mk sr kk ky mn tg tt uz-Cyrl", "Arab": "ar fa ur ps ug ckb", "Deva": "hi mr ne sa",
                     "Beng": "bn as", "Ethi": "am ti", "Hebr": "he yi"}.items():
    for tag in tags.split():
        OF[tag] = SCRIPTS[script]
ENGLISH = set("the of and to is for with that this are be you your from or not can will have which".split())


LATIN_OF = dict(zip("абцчћдђефгхијклмнопрсштувзжљњџ", "a b c č ć d đ e f g h i j k l m n o p r s š t u v z ž lj nj dž".split()))
LATIN_OF.update({k.upper(): v.capitalize() for k, v in list(LATIN_OF.items())})


def tag_of(locale):
    low = locale.lower().replace("-", "_").split(".")[0]
    if low in MAP:
        return MAP[low]
    if low.startswith("en") and low not in ("en", "en_us", "en_gb"):
        return None
    base = low.split("@")[0].split("_")[0]
    if base in MAP:
        base = MAP[base]
    return base if base in KEEP else None


lines = defaultdict(dict)  # tag -> line -> kind


def fits(tag, text):
    """Whether most letters are of the script that the language is written in."""
    span = OF.get(tag)
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return False
    latin = sum(1 for c in letters if ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00)
    if tag in LATIN:
        return latin * 10 >= len(letters) * 9
    if span:
        return sum(1 for c in letters if span[0] <= ord(c) <= span[1]) * 10 >= len(letters) * 6
    return latin * 10 < len(letters) * 4


DROP = re.compile(
    r"<[^<>]{0,200}>|&[a-zA-Z]+;|\{[^{}]*\}|%\d?\$?[-+ 0#]*\d*\.?\d*[a-zA-Z]|%\w+%?|\$\w+|\$\([^)]*\)|https?://\S+|\S+@\S+|\S*[/\\]\S*|--?\w[\w-]*|\S*[_=:#]\S*[A-Za-z0-9]\S*")
SPACE = re.compile(r"\s+")


def add(tag, text, source=None):
    if tag is None or len(text) < 8:
        return
    if source is not None and text == source:
        return
    text = html.unescape(text) if "&" in text else text
    text = DROP.sub(" ", text)
    text = SPACE.sub(" ", text).strip(" -*•·\t")
    if len(text) > 1500:
        text = text[:1500].rsplit(" ", 1)[0]
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(text) < 8 or (len(words) < 3 and tag not in ("ja", "zh-Hans", "zh-Hant", "th", "lo", "km", "my", "ko")):
        return
    if not fits(tag, text):
        return
    if tag != "en" and tag in LATIN:
        low = [w.lower() for w in words]
        if sum(w in ENGLISH for w in low) * 6 >= len(low):
            return
        if source is not None:
            other = {w.lower() for w in re.findall(r"[^\W\d_]{2,}", source)}
            if sum(w in other for w in low) * 10 >= len(low) * 4:
                return
    lines[tag].setdefault(text, None)


def plain(text, accelerators=True):
    if accelerators:
        text = re.sub(r"\([_&~]\w\)|[_&~](?=\w)", "", text)
    return text.replace("\\n", " ")


def mo(path, tag):
    data = open(path, "rb").read()
    if len(data) < 28:
        return
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    _, _, count, a, b = struct.unpack(order + "5I", data[:20])
    for i in range(count):
        n, o = struct.unpack_from(order + "2I", data, a + 8 * i)
        m, p = struct.unpack_from(order + "2I", data, b + 8 * i)
        source = data[o:o + n].split(b"\4")[-1].split(b"\0")
        target = data[p:p + m].split(b"\0")
        if not n:
            continue
        try:
            first = plain(source[0].decode())
            for one in target:
                one = plain(one.decode())
                if one.count("\n") > 3:
                    for part in re.split(r"\n\s*\n", one):
                        add(tag, part, first)
                else:
                    add(tag, one, first)
            if EN_TOO:
                add("en", first)
        except UnicodeDecodeError:
            pass


EN_TOO = True
for path in sorted(glob.glob(f"{SOURCE}/x/**/*.mo", recursive=True)):
    if "iso_" in path or "desktop_kf5" in path or "kdevplatform" in path and False:
        continue
    found = re.search(r"/(?:locale|translations|resource)/([^/]+)/", path)
    if not found:
        continue
    tag = tag_of(found.group(1))
    if tag and tag != "en":
        EN_TOO = "/de/" in path
        mo(path, tag)
print("mo", sum(len(v) for v in lines.values()), file=sys.stderr)

for path in sorted(glob.glob(f"{SOURCE}/x/**/langpack-*.xpi", recursive=True)):
    tag = tag_of(re.search(r"langpack-([^@]+)@", path).group(1))
    if not tag:
        continue
    archive = zipfile.ZipFile(path)
    for name in sorted(archive.namelist()):
        if not name.endswith((".ftl", ".properties", ".dtd")) or "region" in name.lower() or "languageNames" in name:
            continue
        text = archive.read(name).decode("utf-8", "replace")
        text = re.sub(r"(?m)^#.*$", "", text)
        if name.endswith(".dtd"):
            values = re.findall(r'<!ENTITY\s+\S+\s+"([^"]*)"', text)
        else:
            text = re.sub(r"\n[ \t]+(?=[^ \t.\[*}])", " ", text)
            values = re.findall(r"(?m)^\s*[.\w-]+\s*=\s*(.+)$", text)
        for value in values:
            add(tag, plain(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), value)))
print("xpi", sum(len(v) for v in lines.values()), file=sys.stderr)

for path in sorted(glob.glob(f"{SOURCE}/x/*/usr/share/help/*/**/*", recursive=True)) + sorted(
        glob.glob(f"{SOURCE}/x/installation-guide-amd64/usr/share/doc/installation-guide-amd64/*/*.html")):
    found = re.search(r"/(?:help|installation-guide-amd64)/([^/]+)/[^/]+(?:/.*)?$", path)
    if "/help/" in path:
        found = re.search(r"/help/([^/]+)/", path)
    else:
        found = re.search(r"/doc/installation-guide-amd64/([^/]+)/", path)
    if not os.path.isfile(path) or not path.endswith((".page", ".xml", ".docbook", ".html")):
        continue
    tag = tag_of("en" if found.group(1) == "C" else found.group(1))
    if not tag or "legal" in path or "license" in path.lower() or "fdl" in path:
        continue
    text = open(path, encoding="utf-8", errors="replace").read()
    text = re.sub(r"(?s)<!--.*?-->|<(?:info|script|style|code|cmd|screen|output|pre)\b.*?</(?:info|script|style|code|cmd|screen|output|pre)>", " ", text)
    for part in re.findall(r"(?s)<(?:p|para|title|td|item)\b[^>]*>(.*?)</(?:p|para|title|td|item)>", text):
        add(tag, re.sub(r"<[^>]+>", "", part))
print("help", sum(len(v) for v in lines.values()), file=sys.stderr)

english = set(lines["en"])
for path in sorted(glob.glob(f"{SOURCE}/lists/*bookworm_main_i18n_Translation-*")):
    locale = re.search(r"Translation-(.+?)(?:\.lz4)?$", path).group(1).replace("%5f", "_")
    tag = tag_of(locale)
    if not tag:
        continue
    text = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], capture_output=True, check=True).stdout.decode("utf-8", "replace")
    if tag == "en":
        text = text[: 12_000_000]
    for record in text.split("\n\n"):
        body = record.split("Description-", 2)
        if len(body) < 3:
            continue
        body = body[2].split(":", 1)[1]
        for part in re.split(r"\n \.\n|\n  ", body):
            part = SPACE.sub(" ", part)
            if tag == "en":
                english.add(part.strip())
            if tag == "en" or part.strip() not in english:
                add(tag, part)
print("ddtp", sum(len(v) for v in lines.values()), file=sys.stderr)

for path in sorted(glob.glob(f"{SOURCE}/x/fortunes-*/usr/share/games/fortunes/**/*", recursive=True)):
    if os.path.islink(path) or not os.path.isfile(path) or path.endswith((".dat", ".u8")):
        continue
    tag = tag_of(re.search(r"fortunes-(\w+)", path).group(1))
    if tag == "br":
        tag = "pt"
    try:
        text = open(path, encoding="utf-8").read()
    except UnicodeDecodeError:
        continue
    for part in re.split(r"\n%+\s*\n", text):
        add(tag, part)

for path in sorted(glob.glob(f"{SOURCE}/udhr/*.txt")):
    name = os.path.basename(path)[:-4]
    if name in ("az-Cyrl", "azb", "bs-Cyrl", "ckb-Latn", "tk-Cyrl", "ug-Latn", "zlm-Arab", "el-polyton", "ku-Arab", "jv-Java"):
        continue
    tag = {"sr-Cyrl": "sr", "sr-Latn": "sr-Latn", "uz-Cyrl": "uz-Cyrl", "zlm-Latn": "ms"}.get(name) or tag_of(name)
    for part in open(path, encoding="utf-8"):
        add(tag, part.strip())

for line in list(lines["sr"]):
    add("sr-Latn", "".join(LATIN_OF.get(c, c) for c in line))
os.makedirs(f"{TARGET}/text", exist_ok=True)
os.makedirs(f"{TARGET}/words", exist_ok=True)
for tag in sorted(lines):
    kept, size = [], 0
    for line in sorted(lines[tag], key=lambda l: hashlib.md5(l.encode()).digest()):
        size += len(line.encode())
        if size > CAP:
            break
        kept.append(line)
    with open(f"{TARGET}/text/{tag}.txt", "w", encoding="utf-8") as out:
        out.write("\n".join(kept) + "\n")
    print(tag, len(kept), min(size, CAP) // 1000, "kB", file=sys.stderr)

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
# Words of the text itself, at a third of the weight where a list exists.
for tag in sorted(lines):
    if tag not in KEEP:
        continue
    counts = defaultdict(int)
    for line in lines[tag]:
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
for tag in sorted(words):
    rows = sorted(words[tag].items(), key=lambda r: (-r[1], r[0]))[:90_000]
    rows = [(w, c) for w, c in rows if fits(tag, w)]
    with open(f"{TARGET}/words/{tag}.txt", "w", encoding="utf-8") as out:
        for word, weight in rows:
            out.write(f"{word} {max(1, round(weight * 1e9))}\n")
