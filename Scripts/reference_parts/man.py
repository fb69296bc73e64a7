"""Manual pages in man(7)'s macros: one for each command."""
import re

from reference_parts import examples, topics


def pages(root, version, date):
    """The pages by their file names."""
    names = {command.name.replace(" ", "-") for command in root.all()}
    return {f"{command.name.replace(' ', '-')}.1": _page(command, root, version, date, names) for command in root.all()}


def _page(command, root, version, date, names):
    title = command.name.replace(" ", "-")
    lines = [f'.TH {_quoted(title.upper())} 1 {_quoted(date)} {_quoted("sretop " + version)} "User Commands"']
    lines += [".SH NAME", f"{_plain(title)} \\- {_plain(command.abstract.rstrip('.'))}", ".SH SYNOPSIS"]
    # What the command takes that runs where none is named.
    shown = next(each for each in root.subcommands if each.path[-1] == root.default) if command is root else command
    lines += [f".B {_plain(command.name)}", _synopsis(shown.arguments, command.subcommands)]
    if command.discussion:
        lines += [".SH DESCRIPTION"] + _paragraphs(command.discussion)
    if command is root:
        lines += [".SH COMMANDS", f"Without a command it is {_plain(root.default)}, whose options are listed below."]
        for each in root.subcommands:
            lines += [".TP", f".B {_plain(each.path[-1])}", _plain(each.abstract)]
    for section, arguments in shown.sections().items():
        lines.append(f".SH {_plain(section.upper())}")
        for argument in arguments:
            lines += [".TP", f".B {_plain(argument.usage)}", _plain(_text(argument))]
    if command.subcommands and command is not root:
        lines.append(".SH COMMANDS")
        for each in command.subcommands:
            lines += [".TP", f".B {_plain(each.path[-1])}", _plain(each.abstract)]
    shown = examples.of(command, root)
    if shown:
        lines.append(".SH EXAMPLES")
        for line, text in shown:
            lines += [".TP", f".B {_plain(line)}", _plain(text)]
    lines += _topics(command, root)
    related = sorted(name for name in names if name != title)
    lines += [".SH SEE ALSO", ", ".join(f"\\fB{_plain(name)}\\fR(1)" for name in related)]
    return "\n".join(line for line in lines if line) + "\n"


def _topics(command, root):
    statuses, everywhere = topics.statuses()
    lines = [".SH KEYS"] + _entries(topics.keys()) if command is root else []
    names = list(statuses) if command is root else [command.path[-1]] if command.path[-1] in statuses else []
    if names:
        lines.append(".SH EXIT STATUS")
        for name in names:
            if command is root:
                lines += [".SS", _plain(name)]
            lines += _entries(statuses[name])
        lines += [".PP", _plain(everywhere[:1].upper() + everywhere[1:])]
    if command is root:
        lines += [".SH ENVIRONMENT"] + _entries(topics.ENVIRONMENT) + [".SH FILES"] + _entries(topics.FILES)
    return lines


def _entries(pairs):
    return [line for name, text in pairs for line in (".TP", f".B {_plain(name)}", _plain(text))]


def _synopsis(arguments, subcommands):
    words = ["[\\fIoptions\\fR]"] if any(each.kind != "positional" for each in arguments) else []
    for argument in arguments:
        if argument.kind == "positional":
            word = f"\\fI{_plain(argument.value)}\\fR" + (" ..." if argument.is_repeating else "")
            words.append(f"[{word}]" if argument.is_optional else word)
    if subcommands:
        words.append("[\\fIcommand\\fR]")
    return " ".join(words)


def _text(argument):
    text = argument.text
    if argument.values and not all(value in text for value in argument.values):
        text += f" One of {', '.join(argument.values)}."
    if argument.default and "default" not in text:
        text += f" (default: {argument.default})"
    return text.strip() or "No more is known of it."


def _paragraphs(text):
    lines = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines += ([".PP"] if lines else []) + [_plain(" ".join(paragraph.split()))]
    return lines


def _plain(text):
    """A text that no macro and no escape is seen in; hyphens stay what can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(letter if ord(letter) < 128 else f"\\[u{ord(letter):04X}]" for letter in text)
    return "\\&" + text if text[:1] in ".'" else text


def _quoted(text):
    return '"' + _plain(text).replace('"', "") + '"'
