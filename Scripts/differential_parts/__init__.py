"""The parts of Scripts/differential: what is asked, of whom, and how answers compare."""
