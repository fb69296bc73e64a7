"""Completions for bash, zsh and fish: commands, options and values, those of the default command without its name."""


def bash(root):
    """A script for bash-completion's folder."""
    return _BASH.replace("@CASES@", _cases(root)).replace("@TAKERS@", _takers(root))


def zsh(root):
    """A script for a folder of zsh's fpath; the words come from the same tables as bash's."""
    cases = _cases(root)
    return _ZSH.replace("@CASES@", cases).replace("@TAKERS@", _takers(root))


def fish(root):
    """A script for fish's vendor_completions.d."""
    places = " ".join(_fish(" ".join(command.path[1:])) for command in root.all() if command is not root)
    lines = [_FISH.replace("@TAKERS@", " ".join(sorted(_option_names(root)))).replace("@PLACES@", places)]
    for command in root.all():
        place = " ".join(command.path[1:])
        at = f"-n '__sretop_at \"{place}\"'"
        for each in command.subcommands:
            lines.append(f"complete -c sretop -f {at} -a {each.path[-1]} -d {_fish(each.abstract)}")
        for argument in _shown(command, root):
            if argument.kind == "positional":
                if argument.words:
                    lines.append(f"complete -c sretop {at} -a '{' '.join(argument.words)}'")
                if argument.takes_file:
                    lines.append(f"complete -c sretop {at} -F")
                continue
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in argument.names)
            value = ""
            if argument.kind == "option":
                value = " -r -F" if argument.takes_file else " -x"
                if argument.words:
                    value += f" -a '{' '.join(argument.words)}'"
            lines.append(f"complete -c sretop {at} {names}{value} -d {_fish(argument.text)}")
    return "\n".join(lines) + "\n"


def _shown(command, root):
    """Its arguments, and for the root those of its default command."""
    default = next((each for each in command.subcommands if each.path[-1] == command.default), None)
    arguments = list(command.arguments)
    names = {name for argument in arguments for name in argument.names}
    for argument in default.arguments if default else []:
        if not names & set(argument.names):
            arguments.append(argument)
    return arguments


def _option_names(root):
    return {
        name
        for command in root.all()
        for argument in _shown(command, root)
        if argument.kind == "option"
        for name in argument.names
    }


def _takers(root):
    return "|".join(sorted(_option_names(root)))


def _cases(root):
    """What may stand in each place: `PLACE) words` and `PLACE:--option) values`."""
    lines = []
    for command in root.all():
        place = " ".join(command.path[1:])
        words = [each.path[-1] for each in command.subcommands]
        for argument in _shown(command, root):
            if argument.kind == "positional":
                words += argument.words + (["@file"] if argument.takes_file else [])
                continue
            words += argument.names
            if argument.kind == "option":
                values = " ".join(argument.words + (["@file"] if argument.takes_file else []))
                lines += [f"        '{place}:{name}') words='{values}' ;;" for name in argument.names]
        lines.append(f"        '{place}:') words='{' '.join(dict.fromkeys(words))}' ;;")
    return "\n".join(lines)


def _fish(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_BASH = """# bash completion for sretop, made from its parser.

_sretop_words() {
    local words=
    case $1 in
@CASES@
    esac
    printf '%s' "$words"
}

_sretop() {
    local current=${COMP_WORDS[COMP_CWORD]} place= taker= index word
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [ -n "$taker" ]; then
            taker=
            continue
        fi
        case $word in
            @TAKERS@) taker=$word ;;
            -*) ;;
            *) [ -n "$(_sretop_words "${place:+$place }$word:")" ] && place="${place:+$place }$word" ;;
        esac
    done
    word=$(_sretop_words "$place:$taker")
    case " $word " in
        *" @file "*)
            word=${word//@file/}
            mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current"; compgen -f -- "$current")
            compopt -o filenames 2>/dev/null
            ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current") ;;
    esac
}

complete -F _sretop sretop
"""

_ZSH = """#compdef sretop
# zsh completion for sretop, made from its parser.

_sretop_words() {
    local words=
    case $1 in
@CASES@
    esac
    printf '%s' "$words"
}

_sretop() {
    local place= taker= index word list
    for ((index = 2; index < CURRENT; index++)); do
        word=${words[index]}
        if [[ -n $taker ]]; then
            taker=
            continue
        fi
        case $word in
            (@TAKERS@) taker=$word ;;
            (-*) ;;
            (*) [[ -n $(_sretop_words "${place:+$place }$word:") ]] && place="${place:+$place }$word" ;;
        esac
    done
    list=$(_sretop_words "$place:$taker")
    if [[ " $list " == *" @file "* ]]; then
        list=${list//@file/}
        _files
    fi
    compadd -- ${=list}
}

_sretop "$@"
"""

_FISH = """# fish completion for sretop, made from its parser.

function __sretop_at
    set -l place
    set -l taker
    set -l words (commandline -opc)
    for word in $words[2..]
        if test -n "$taker"
            set taker
            continue
        end
        if contains -- $word @TAKERS@
            set taker $word
        else if not string match -q -- '-*' $word
            # What is no command is a value: the place stays where it is.
            set -l longer (string trim -- "$place $word")
            if contains -- $longer @PLACES@
                set place $longer
            end
        end
    end
    test "$place" = "$argv[1]"
end

complete -c sretop -f"""
