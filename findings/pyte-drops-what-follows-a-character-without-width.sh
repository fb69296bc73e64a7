#!/usr/bin/env bash
# Guess: a character that takes no cell (a joiner, a directional mark) is ignored or kept with its neighbour, and the
#        text after it is drawn.
# Seen:  pyte 0.8.2: the rest of what was written in the same go is dropped: 'left', a word joiner and 'right' show
#        'left', and the cursor stays there. Written in two goes, 'right' is drawn.
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

def screen(*texts):
    screen = pyte.Screen(20, 1)
    stream = pyte.Stream(screen)
    for text in texts:
        stream.feed(text)
    return screen.display[0].rstrip(), screen.cursor.x

joiner, mark = "\u2060", "\u200e"
seen = [screen(f"left{joiner}right"), screen(f"left{mark}right"), screen("left" + joiner, "right")]
print(seen)
raise SystemExit(0 if seen == [("left", 4), ("left", 4), ("leftright", 9)] else 1)
PYTHON
