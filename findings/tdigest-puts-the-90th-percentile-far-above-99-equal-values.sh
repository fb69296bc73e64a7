#!/usr/bin/env bash
# Guess: where 99 of 100 answers take 10 ms and one takes 1 s, a t-digest says about 10 ms for the 90th percentile; the
#        sketch is the more exact the more equal the values are.
# Seen:  tdigest 0.5.2.2 says 812 ms, and 20 ms for the median, however many values there are and in whatever order: it
#        draws a line from the middle of the many equal ones to the few slow ones. ddsketch 3.0.1 says 10 ms on the same
#        values.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'tdigest==0.5.2.2' \
    'ddsketch==3.0.1'
"$folder/venv/bin/python" - <<'PYTHON'
import random
from ddsketch import DDSketch
from tdigest import TDigest

milliseconds = [10] * 9_900 + [1_000] * 100
random.Random(1).shuffle(milliseconds)
digest, sketch = TDigest(), DDSketch(0.01)
digest.batch_update(milliseconds)
for value in milliseconds:
    sketch.add(value)
true = sorted(milliseconds)
print("share   true  tdigest  ddsketch")
for share in (50, 75, 90, 95, 99.5):
    value = true[int(share / 100 * len(true))]
    print(f"{share:5} {value:6} {digest.percentile(share):8.1f} {sketch.get_quantile_value(share / 100):9.1f}")
raise SystemExit(0 if digest.percentile(90) > 800 and 9.8 < sketch.get_quantile_value(0.9) < 10.2 else 1)
PYTHON
