#!/usr/bin/env bash
# Guess: the emulator understands colours whose parts are separated by colons (ISO 8613-6: CSI 38:2::R:G:B m, CSI 4:3
#        m), or skips the sequence as it does with others that it does not know.
# Seen:  pyte 0.8.2: it ends the sequence at the first colon, and prints the rest on the screen. A test that reads the
#        screen of a program which styles its underlines sees text that no terminal shows.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'pyte==0.8.2' \
    'wcwidth==0.2.13'
"$folder/venv/bin/python" - <<'PYTHON'
import pyte

def screen(text):
    screen = pyte.Screen(40, 1)
    pyte.Stream(screen).feed(text)
    return screen.display[0].rstrip()

seen = {name: screen(text) for name, text in {
    "semicolons": "\033[38;2;10;20;30mword",
    "colons": "\033[38:2::10:20:30mword",
    "curly underline": "\033[4:3mword",
    "unknown private": "\033[>4;2mword",
}.items()}
print(seen)
raise SystemExit(0 if list(seen.values()) == ["word", "2::10:20:30mword", "3mword", "word"] else 1)
PYTHON
