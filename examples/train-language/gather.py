"""Gathers the text that `train-language` reads, from packages and the lists named in NOTICE.

    python3 gather.py DOWNLOADS DATA

DOWNLOADS holds what `gather.sh` fetched: `x/PACKAGE/` (unpacked Debian packages), `lists/` (package descriptions),
`pypi/*.whl`, `udhr/`, `word-frequencies/`. DATA receives `text/TAG.txt` (a line a sentence); `words.py` makes
the lists of words. The same downloads give the same bytes: files are read in the order of their names, lines that
come twice are kept once, and what is over the cap is dropped by the hash of the line.
"""
import glob, html, hashlib, os, re, struct, subprocess, sys, zipfile
from collections import defaultdict

from languages import LATIN, OF, fits, tag_of

SOURCE, TARGET = sys.argv[1], sys.argv[2]
CAP = 6_000_000  # bytes of text a language
# Of two close relatives the one with far more text claims what is rare in both: no more Xhosa than there is Zulu.
CAPS = {"xh": 115_000}

ENGLISH = set("the of and to is for with that this are be you your from or not can will have which".split())


LATIN_OF = dict(zip("абцчћдђефгхијклмнопрсштувзжљњџ", "a b c č ć d đ e f g h i j k l m n o p r s š t u v z ž lj nj dž".split()))
LATIN_OF.update({k.upper(): v.capitalize() for k, v in list(LATIN_OF.items())})




lines = defaultdict(dict)  # tag -> line -> kind


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
for tag in sorted(lines):
    kept, size, cap = [], 0, CAPS.get(tag, CAP)
    for line in sorted(lines[tag], key=lambda l: hashlib.md5(l.encode()).digest()):
        size += len(line.encode())
        if size > cap:
            break
        kept.append(line)
    with open(f"{TARGET}/text/{tag}.txt", "w", encoding="utf-8") as out:
        out.write("\n".join(kept) + "\n")
    print(tag, len(kept), min(size, cap) // 1000, "kB", file=sys.stderr)
