#!/usr/bin/env bash
# Guess: a value above the range that a histogram was made for is an error, as in the library's original in Java, or is
#        counted as the greatest that there is.
# Seen:  hdrhistogram 0.10.8 does neither: record_value returns False and the value is in no count. Of 100 requests, of
#        which ten took 90 s, a histogram up to a minute says 90 requests, and 10 ms for the 99th percentile and the
#        maximum. The slower the service, the fewer and the faster its requests. Adding up a histogram of a wider range
#        that holds such values does raise.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'hdrhistogram==0.10.8'
venv/bin/python - <<'PYTHON'

from hdrh.histogram import HdrHistogram

milliseconds = [10] * 90 + [90_000] * 10
histogram, wide = HdrHistogram(1, 60_000, 3), HdrHistogram(1, 3_600_000, 3)
returned = {(histogram.record_value(value), wide.record_value(value)) for value in milliseconds}
for name, each in (("up to a minute", histogram), ("up to an hour", wide)):
    print(f"{name}: {each.get_total_count()} requests, 99 % within {each.get_value_at_percentile(99)} ms, "
          f"maximum {each.get_max_value()} ms")
try:
    histogram.add(wide)
except IndexError as error:
    print(f"adding the other: {error}")
raise SystemExit(0 if returned == {(True, True), (False, True)} and histogram.get_total_count() == 90
                 and histogram.get_value_at_percentile(99) == 10 and wide.get_value_at_percentile(99) > 89_000 else 1)
PYTHON
