#!/bin/sh
# Pictures of every kind of mail, light and dark, from the HTML of the goldens: docs/mails/{light,dark}.png.
# Needs Chromium (Debian: apt-get install chromium). Run it at the top of the repository.
set -e
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p docs/mails

{
    echo '<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    echo '<style>body{margin:16px;font:600 20px sans-serif;display:flex;flex-wrap:wrap;gap:12px}'
    echo 'figure{margin:0;width:560px}iframe{border:0;width:560px;height:1280px}</style>'
    for page in enabled/english information-changed/french pin-reset/japanese disabled/english \
        conferencing-information/dynamic-ids enabled/arabic; do
        echo "<figure><figcaption>$page</figcaption><iframe src=\"file://$PWD/tests/mail/$page.html\"></iframe></figure>"
    done
} > "$work/gallery.html"

for scheme in light dark; do
    dark=
    [ "$scheme" = dark ] && dark=--force-dark-mode
    # Background networking off: the pictures need no network, and the browser should not look for any.
    "$chromium" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-quic --hide-scrollbars $dark \
        --user-data-dir="$work/$scheme" --window-size=3456,1360 --force-device-scale-factor=0.6 \
        --screenshot="$PWD/docs/mails/$scheme.png" "file://$work/gallery.html" > "$work/$scheme.log" 2>&1 || {
        cat "$work/$scheme.log"
        exit 1
    }
done
ls -l docs/mails
