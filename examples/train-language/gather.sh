#!/bin/sh
# Fetches what gather.py reads: sh gather.sh DOWNLOADS
#
# Debian 12 (bookworm) packages by apt, two Python packages by pip. Two more folders come from elsewhere and are put
# beside them by hand: udhr/TAG.txt (the Universal Declaration of Human Rights, from the UDHR in XML project) and
# word-frequencies/TAG.txt (FrequencyWords, OpenSubtitles 2018, the 20,000 commonest words). NOTICE has the licences.
set -eu
mkdir -p "$1/deb" "$1/x" "$1/pypi" "$1/lists/partial" "$1/cache/archives/partial" "$1/conf.d"
cd "$1"
here=$(pwd)

# Package descriptions in every language.
for part in /etc/apt/apt.conf.d/*; do
    case $part in *languages*) ;; *) cp "$part" conf.d/ ;; esac
done
{
    echo 'Acquire::Languages {'
    for language in ca cs da de el en eo es eu fi fr gl hr hu id it ja km ko lt lv ml nb nl nn pl pt pt_BR ro ru sk sl sr \
        sv ta te th tr uk ur vi zh_CN zh_TW; do echo "\"$language\";"; done
    echo '};'
    echo "Dir::Etc::parts \"$here/conf.d\"; Dir::State::lists \"$here/lists\"; Dir::Cache \"$here/cache\";"
} >apt.conf
APT_CONFIG=$here/apt.conf apt-get -q update

cd deb
# libreoffice 7.4.7, firefox-esr 140/153, wesnoth 1.16.9, gnome-user-docs 43.0, mate-user-guide 1.26.0,
# installation-guide 20230508, freeciv 3.0.6, tuxpaint 0.9.28, minetest 5.6, gramps 5.1.5, vlc 3.0.24, KDE 5.103 to 22.12,
# krita 5.1.5, cinnamon-l10n 5.6.1.
libreoffice=$(apt-cache search --names-only '^libreoffice-l10n-' | cut -d' ' -f1 |
    grep -vE 'en-|-(dz|in|gug|nr|ss|szl|ve|za|ts|kmr)$')
firefox=$(apt-cache search --names-only '^firefox-esr-l10n-' | cut -d' ' -f1 |
    grep -vE 'all$|en-|-(ach|an|cak|dsb|ff|fur|gn|hsb|ia|kab|lij|rm|sat|sc|sco|skr|son|szl|trs|es-ar|es-cl|es-mx|ca-valencia|pt-br|zh-tw)$')
apt-get -q download $libreoffice $firefox fortunes-bg fortunes-br fortunes-cs fortunes-de fortunes-eo fortunes-es fortunes-ga \
    fortunes-it fortunes-pl fortunes-ru gnome-user-docs mate-user-guide installation-guide-amd64 freeciv-data tuxpaint-data \
    minetest-data gramps wesnoth-1.16-data vlc-l10n libkf5i18n-data krita-l10n kdevelop-l10n cinnamon-l10n
cd ..
for package in deb/*.deb; do
    name=$(basename "$package")
    mkdir -p "x/${name%%_*}"
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "x/${name%%_*}" --exclude '*.png' --exclude '*.pdf' --exclude '*.jpg' \
        --exclude '*.svg' --exclude '*.webm' --exclude '*.ogg' --exclude '*.wav'
done
pip download --no-deps -d pypi wordfreq==3.1.1 simplemma==2.0.0

# The word lists inside the models of tesseract 4.1.0; `combine_tessdata` and `dawg2wordlist` are of the package
# tesseract-ocr.
mkdir -p tesseract models
cd models
apt-get -q download $(for code in afr aze bel bos bre bul cat ces cym dan deu eng epo est eus fao fil fin fra fry gla gle glg \
    hrv hun ind isl ita jav kaz kir kmr lat lav lit ltz mkd mlt mon mri msa nld nor oci pol por ron rus slk slv spa sqi srp \
    srp-latn swa swe tat tgk tur ukr uzb uzb-cyrl vie yor; do echo "tesseract-ocr-$code"; done)
for package in *.deb; do
    code=${package#tesseract-ocr-}
    code=${code%%_*}
    dpkg-deb --fsys-tarfile "$package" | tar -x -O --wildcards '*.traineddata' >"$code.traineddata"
    combine_tessdata -u "$code.traineddata" "$code." >/dev/null
    dawg2wordlist "$code.lstm-unicharset" "$code.lstm-word-dawg" "../tesseract/$code.txt" >/dev/null
done
