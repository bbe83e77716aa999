#!/usr/bin/env python3
"""Paragraphs of texts that claim nothing, for `train-claims --background`.

    background.py OUT FOLDER...

Each FOLDER holds unpacked Debian packages, a folder a package (`dpkg-deb -x`). Read are the manuals of debian-handbook,
manpages-*, po4a, lttoolbox and gettext-doc; OUT gets a file a language, a paragraph a line.
"""

import collections
import gzip
import html
import os
import re
import sys

LANGS="ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl pl pt pt-BR ro ru sk sl sr sv ta th tr uk ur vi zh-Hans zh-Hant".split()
MAP={'pt-br':'pt-BR','zh-cn':'zh-Hans','zh-tw':'zh-Hant','zh_cn':'zh-Hans','zh_tw':'zh-Hant','zh_chs':'zh-Hans','zh_hant':'zh-Hant','pt_br':'pt-BR','sr_cyrl':'sr','sr_latn':'sr','nb_no':'nb','no':'nb'}
def lang(p):
    m=re.search(r'/man/([a-zA-Z_]+)/man\d',p)
    if m: t=m.group(1).lower()
    elif '/man/man' in p: t='en'
    else:
        m=re.search(r'handbook/html/([a-z]{2})-([A-Z]{2})',p)
        if m:
            t=(m.group(1)+'_'+m.group(2)).lower()
        else:
            return None
    t=MAP.get(t,t)
    if t in LANGS: return t
    t=t.split('_')[0]; t=MAP.get(t,t)
    return t if t in LANGS else None
def paras(p):
    d=gzip.open(p).read() if p.endswith('.gz') else open(p,'rb').read()
    d=d.decode('utf8','ignore')
    if p.endswith('.html'):
        d=re.sub(r'(?s)<(script|style|pre|head)\b.*?</\1>','',d)
        d=re.sub(r'(?i)</?(p|div|li|td|dt|dd|h\d|tr|ul|ol|table|br)\b[^>]*>','\n\n',d)
        d=html.unescape(re.sub(r'<[^>]+>','',d))
    else:
        d=re.sub(r'(?m)^\.\\".*$|^\'\\".*$','',d)
        d=re.sub(r'(?m)^\.(PP|P|TP|IP|SH|SS|RS|RE|br|sp|nf|fi|TH|de|ie|el|if|in|ds|nr|tr)\b.*$','\n\n',d)
        d=re.sub(r'(?m)^\.(B|I|BR|IR|RB|RI|BI|IB|SM)\s+','',d)
        d=re.sub(r'\\f[A-Z]|\\f\[.*?\]|\\&|\\-|\\\(..',lambda m:'-' if m.group()=='\\-' else '',d)
        d=re.sub(r'(?m)^\..*$','',d)
    for b in re.split(r'\n\s*\n',d):
        b=re.sub(r'\s+',' ',b).strip()
        if 15<len(b)<1500: yield b

PACKAGES = re.compile(r"/(debian-handbook|manpages-[^/]*|po4a|lttoolbox|gettext-doc)/")
ENGLISH = ("gettext-doc", "lttoolbox")


def main():
    out = collections.defaultdict(dict)
    paths = []
    for folder in sys.argv[2:]:
        for base, _, names in os.walk(folder):
            paths += [(os.path.relpath(os.path.join(base, n), folder), os.path.join(base, n)) for n in names]
    for name, path in sorted(paths):
        if os.path.islink(path) or not path.endswith((".html", ".gz", ".txt")) or not PACKAGES.search("/" + name):
            continue
        if "changelog" in name.lower() or "/locale/" in name:
            continue
        language = lang("/" + name) or ("en" if name.startswith(ENGLISH) else None)
        if language:
            for paragraph in paras(path):
                out[language][paragraph] = True
    os.makedirs(sys.argv[1], exist_ok=True)
    for language, paragraphs in out.items():
        with open(os.path.join(sys.argv[1], language + ".txt"), "w", encoding="utf8") as file:
            file.write("\n".join(paragraphs) + "\n")


main()
