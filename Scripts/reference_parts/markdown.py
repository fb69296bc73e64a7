"""The commands as a page of docs/."""


def page(root):
    """One section a command, one table for each group of options."""
    lines = ["# Commands", ""]
    lines += ["Made from the program's own parser by `make generate`: what stands here is what it takes.", ""]
    shown = [command for command in root.all() if command is not root]
    lines += [f"- [`{command.name}`](#{_anchor(command)}): {command.abstract}" for command in shown]
    for command in shown:
        lines += ["", f"## {command.name}", "", command.abstract]
        if command.path[-1] == root.default:
            lines += ["", "The command where none is named."]
        if command.discussion:
            lines += ["", " ".join(command.discussion.split())]
        for section, arguments in command.sections().items():
            if len(arguments) == 1 and arguments[0].names[-1:] == ["--help"]:
                continue
            lines += ["", f"| {section} | |", "|---|---|"]
            for argument in arguments:
                if "--help" in argument.names or "--version" in argument.names:
                    continue
                lines.append(f"| `{argument.usage.replace('|', chr(92) + '|')}` | {_text(argument)} |")
    return "\n".join(lines) + "\n"


def _anchor(command):
    return command.name.replace(" ", "-")


def _text(argument):
    text = argument.text.replace("|", "\\|").replace("<", "&lt;")
    default = f" (default: {argument.default})" if argument.default and "default" not in text else ""
    return text + default.replace("<", "&lt;")
