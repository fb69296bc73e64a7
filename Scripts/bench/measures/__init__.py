"""The measures of Scripts/bench/prometheus, and what they share."""
