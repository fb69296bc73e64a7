"""The parts of Scripts/manifest-check."""
