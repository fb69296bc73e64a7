#!/usr/bin/env bash
# Guess: a quantile sketch that keeps its least and greatest value exactly answers with them to the quantiles 0 and 1, as its
#        t-digest does: the slowest of ten thousand requests took 50 s.
# Seen:  datasketches 5.2.0, Apache's library: get_max_value() of its KLL and its quantiles sketch says 50,000 ms, and
#        get_quantile(1.0) almost always about 1,000, the greatest value that happens to be left in the sketch, where
#        all others are 1,000 and less; get_quantile(0.0) likewise. Its sketch for relative errors (REQ) has one end
#        right, the one that it was made for. A table of quantiles up to the 100th percentile has no slow request.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    --only-binary=:all: 'datasketches==5.2.0'
"$folder/venv/bin/python" - <<'PYTHON'
import random
import datasketches

random.seed(1)
SKETCHES = 100
made = {"KLL": lambda: datasketches.kll_doubles_sketch(200), "quantiles": lambda: datasketches.quantiles_doubles_sketch(128),
        "REQ for high ranks": lambda: datasketches.req_floats_sketch(12, True),
        "t-digest": lambda: datasketches.tdigest_double(100)}
seen = {}
for name, make in made.items():
    right = 0
    for _ in range(SKETCHES):
        sketch = make()
        values = [random.uniform(1, 1000) for _ in range(9_999)]
        values.insert(5_000, 50_000)
        for value in values:
            sketch.update(value)
        assert sketch.get_max_value() == 50_000
        right += sketch.get_quantile(1.0) == 50_000
    seen[name] = right
    print(f"{name}: the quantile 1 is the maximum in {right} of {SKETCHES} sketches;"
          f" the last says {sketch.get_quantile(1.0):.0f}")
raise SystemExit(0 if seen["KLL"] < 30 and seen["quantiles"] < 30 and seen["REQ for high ranks"] == seen["t-digest"] == SKETCHES
                 else 1)
PYTHON
