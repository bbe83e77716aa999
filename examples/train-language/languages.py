"""What gather.py and words.py share: which languages there are, and which letters they are written in."""
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
