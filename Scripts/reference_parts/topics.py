"""What manual pages tell beside commands and options: keys, exit statuses, environment, files."""
import pathlib, re

ROOT = pathlib.Path(__file__).resolve().parents[2]

ENVIRONMENT = [
    ("PROMETHEUS_URL", "The Prometheus that is watched where nothing else is named."),
    ("PROMETHEUS_BEARER_TOKEN", "A bearer token for it, where neither --http-config nor --header has credentials."),
    ("HTTP_PROXY, HTTPS_PROXY, NO_PROXY", "Proxies, as the tools of Prometheus read them; in lower case too."),
    ("NO_COLOR", "With any text in it: no colours, as --theme mono."),
    ("LC_ALL, LC_CTYPE, LANG", "The first that is set says whether the terminal shows more than ASCII."),
    ("TERM, COLORFGBG", "What the terminal can do, and whether its background is light."),
    ("XDG_CONFIG_HOME", "Where the configuration file is looked for in the place of ~/.config."),
    ("XDG_RUNTIME_DIR", "Where --line keeps its line."),
    ("SRETOP_NOTICE", "What a command of --notify is told of: critical or resolved."),
    ("UNSTABLE_API_CONTROL_TOKEN", "The token that switches a service's faults from another machine."),
]

FILES = [
    ("~/.config/sretop/config.yaml", "The configuration, where --config names no other."),
    ("$XDG_RUNTIME_DIR/sretop/, else /tmp/sretop-UID/", "What --line keeps while somebody reads it."),
    ("sretop-SERVICE-TIME/", "What the key E writes, here or where --evidence says: evidence.txt, .md and .json."),
]


def keys():
    """How each key is written, and what it does, in the order of the help on the screen."""
    text = (ROOT / "Sources/Dashboard/Input/KeyMap.swift").read_text()
    table = text.split("bindings: [Binding] = [", 1)[1].split("\n    ]", 1)[0]
    found = []
    for part in table.split("Binding(")[1:]:
        texts = re.findall(r'"((?:[^"\\]|\\.)*)"', part)
        label, _, words = (each.replace('\\"', '"') for each in texts[-3:])
        found.append((label, words))
    return found


def statuses():
    """What each status of a command means, by the command's name, and what holds for all of them."""
    text = (ROOT / "docs/exit-statuses.md").read_text()
    # The first table alone: what follows is about how one of them judges.
    rows = [line.strip("|").split("|") for line in text.split("\n## ")[0].splitlines() if line.startswith("|")]
    header = [cell.strip() for cell in rows[0]]
    found = {}
    for row in rows[2:]:
        cells = [cell.strip() for cell in row]
        meanings = [(status, cell) for status, cell in zip(header[1:], cells[1:]) if cell]
        for name in re.findall(r"`([^`]+)`", cells[0]):
            found[name] = meanings
    everywhere = re.search(r"^Everywhere: (.*?)\n\n", text, re.MULTILINE | re.DOTALL).group(1)
    return found, " ".join(everywhere.replace("`", "").split())
