"""Manual pages in man(7)'s macros: one for each command."""
import re


def pages(root, version, date):
    """The pages by their file names."""
    names = {command.name.replace(" ", "-") for command in root.all()}
    return {f"{command.name.replace(' ', '-')}.1": _page(command, root, version, date, names) for command in root.all()}


def _page(command, root, version, date, names):
    title = command.name.replace(" ", "-")
    lines = [f'.TH {_quoted(title.upper())} 1 {_quoted(date)} {_quoted("sretop " + version)} "User Commands"']
    lines += [".SH NAME", f"{_plain(title)} \\- {_plain(command.abstract.rstrip('.'))}", ".SH SYNOPSIS"]
    lines += [f".B {_plain(command.name)}", _synopsis(command)]
    if command.discussion:
        lines += [".SH DESCRIPTION"] + _paragraphs(command.discussion)
    shown = command
    if command is root:
        shown = next(each for each in root.subcommands if each.path[-1] == root.default)
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
    related = sorted(name for name in names if name != title)
    lines += [".SH SEE ALSO", ", ".join(f"\\fB{_plain(name)}\\fR(1)" for name in related)]
    return "\n".join(line for line in lines if line) + "\n"


def _synopsis(command):
    words = ["[\\fIoptions\\fR]"] if any(each.kind != "positional" for each in command.arguments) else []
    for argument in command.arguments:
        if argument.kind == "positional":
            word = f"\\fI{_plain(argument.value)}\\fR" + (" ..." if argument.is_repeating else "")
            words.append(f"[{word}]" if argument.is_optional else word)
    if command.subcommands:
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
