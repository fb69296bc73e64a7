"""The parts of Scripts/bench/screen, one a file."""
