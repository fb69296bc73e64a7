"""The commands of the program, as its own parser tells them."""
import json, subprocess
from dataclasses import dataclass, field

from reference_parts import known


@dataclass
class Argument:
    """An option, a flag or a value without a name."""

    kind: str
    names: list
    value: str
    text: str
    default: str
    values: list
    section: str
    is_repeating: bool
    is_optional: bool
    words: list

    @property
    def takes_file(self):
        """Whether its value is the path of a file, or may be."""
        return self.value in ("file", "path", "dir", "directory", "folder", "scenario")

    @property
    def usage(self):
        """How it is written: `--window <window>`, `<file>`, `-h, --help`."""
        if self.kind == "positional":
            return f"<{self.value}>" + ("..." if self.is_repeating else "")
        names = ", ".join(sorted(self.names, key=len))
        return f"{names} <{self.value}>" if self.kind == "option" else names


@dataclass
class Command:
    """A command with what it takes, and the commands below it."""

    path: list
    abstract: str
    discussion: str
    arguments: list
    subcommands: list = field(default_factory=list)
    default: str = ""

    @property
    def name(self):
        return " ".join(self.path)

    def all(self):
        """This one and all below it."""
        yield self
        for command in self.subcommands:
            yield from command.all()

    def sections(self):
        """The arguments by their titles, in the program's order."""
        sections = {}
        for argument in self.arguments:
            sections.setdefault(argument.section or "Options", []).append(argument)
        return sections


def read(program):
    """Asks a built program for its commands."""
    text = subprocess.run([program, "--experimental-dump-help"], capture_output=True, text=True, check=True).stdout
    return _command(json.loads(text)["command"], [])


def version(program):
    """What the program says is its version."""
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def _command(document, path):
    path = path + [document["commandName"]]
    command = Command(
        path=path,
        abstract=document.get("abstract", ""),
        discussion=document.get("discussion", ""),
        arguments=[
            _argument(entry, path) for entry in document.get("arguments", []) if entry.get("shouldDisplay", True)
        ],
        default=document.get("defaultSubcommand", ""),
    )
    for entry in document.get("subcommands", []):
        if entry.get("shouldDisplay", True) and entry["commandName"] != "help":
            command.subcommands.append(_command(entry, path))
    return command


def _argument(entry, path):
    names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in entry.get("names") or []]
    kind = entry.get("completionKind") or {}
    listed = kind.get("list", {}).get("values", []) if isinstance(kind, dict) else []
    argument = Argument(
        kind=entry["kind"],
        names=names,
        value=entry.get("valueName", ""),
        text=entry.get("abstract", ""),
        default=entry.get("defaultValue") or "",
        values=entry.get("allValueStrings") or entry.get("allValues") or [],
        section=entry.get("sectionTitle", ""),
        is_repeating=entry.get("isRepeating", False),
        is_optional=entry.get("isOptional", True),
        words=[],
    )
    argument.words = argument.values or listed or known.words(path, argument)
    return argument
