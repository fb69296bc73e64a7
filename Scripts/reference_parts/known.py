"""Words that a value may be and that the parser does not tell: names that stand in files of the program."""
import pathlib, re

ROOT = pathlib.Path(__file__).resolve().parents[2]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def words(command, argument):
    """What is known of the values of an argument, beside what the parser says."""
    name = argument.names[-1] if argument.names else argument.value
    if name == "--profile" and command[-1] != "load":
        return _names("Sources/GoldenSignals/Profiles/profiles.yaml", "  - name: ", "profiles:")
    if argument.value == "scenario" and command[-1] != "drill":
        return _names("Sources/ServiceKit/Faults/scenarios.yaml", "- name: ")
    return METHODS if name == "--method" else []


def _names(path, mark, section=None):
    """The names of a list in YAML, of one section where that is said."""
    text = (ROOT / path).read_text()
    if section:
        text = re.split(r"^(?=\S+:)", text.split(f"\n{section}", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    found = [line[len(mark):].strip() for line in text.splitlines() if line.startswith(mark)]
    assert found, path
    return found
