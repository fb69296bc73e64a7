#!/usr/bin/env bash
# Guess: the t-digest of a library of sketches says about 99 for the 99th percentile of the values 1 to 100: with so few it
#        keeps each of them, and a higher compression makes it more exact.
# Seen:  sketch-oxide 0.1.6 says 50, and 46 for the 90th percentile: it puts all hundred into one centroid, and goes from
#        the least value to that one's mean. Of a thousand it is right; with a compression of 1,000 instead of 100, a
#        thousand are one centroid too, and 496 is their 99th percentile. fastdigest 0.12.0 is right for all.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'sketch-oxide==0.1.6' \
    'fastdigest==0.12.0'
"$folder/venv/bin/python" - <<'PYTHON'
import fastdigest
import sketch_oxide

seen = []
for compression, count in ((100, 4), (100, 100), (100, 1_000), (1_000, 1_000)):
    values = [float(value) for value in range(1, count + 1)]
    digest = sketch_oxide.TDigest(compression)
    for value in values:
        digest.update(value)
    other = fastdigest.TDigest.from_values(values, max_centroids=compression)
    seen.append([digest.quantile(share) / count for share in (0.5, 0.9, 0.99)])
    right = [other.quantile(share) / count for share in (0.5, 0.9, 0.99)]
    print(f"compression {compression}, 1 to {count}: median, 90th and 99th percentile over the greatest: sketch-oxide "
          f"{', '.join(f'{value:.3f}' for value in seen[-1])} from {digest.centroid_count()} centroids, fastdigest "
          f"{', '.join(f'{value:.3f}' for value in right)}")
few, hundred, thousand, exact = seen
raise SystemExit(0 if few[2] < 0.65 and hundred[1] < 0.47 and hundred[2] < 0.51 and abs(thousand[2] - 0.99) < 0.01
                 and exact[2] < 0.51 else 1)
PYTHON
