import GoldenSignals
package import TerminalUI

/// The keys of each command, and the words for them.
package enum KeyMap {
    /// One command's keys and words.
    package struct Binding: Sendable, Equatable {
        /// What they do.
        package let command: Command
        /// Any of these.
        package let keys: [Key]
        /// How the keys are written.
        package let label: String
        /// One or two words for the bottom line.
        package let hint: String
        /// A line for the help.
        package let help: String
        /// Works only with a chaos target.
        package let needsChaos: Bool

        init(
            _ command: Command,
            _ keys: [Key],
            _ label: String,
            _ hint: String,
            _ help: String,
            needsChaos: Bool = false
        ) {
            self.command = command
            self.keys = keys
            self.label = label
            self.hint = hint
            self.help = help
            self.needsChaos = needsChaos
        }
    }

    /// All bindings in the order of the help.
    package static let bindings: [Binding] = [
        Binding(.help, [.character("?"), .function(1)], "?", "help", "this help, on and off"),
        Binding(
            .quit,
            [.character("q"), .control("c")],
            "q, Ctrl-C",
            "quit",
            "quit; load and faults of this run stop"
        ),
        Binding(
            .pause,
            [.character("p"), .character(" ")],
            "p, space",
            "pause",
            "freeze the screen; collecting goes on"
        ),
        Binding(
            .nextSignal,
            [.tab, .backTab] + (1...7).map { .character(Character(String($0))) },
            "Tab, 1-7",
            "signal",
            "this signal's chart first; Enter gives it all the room"
        ),
        Binding(
            .earlier,
            [.left, .shiftLeft],
            "←",
            "back",
            "a moment back in all that is shown; Shift: ten columns"
        ),
        Binding(.later, [.right, .shiftRight], "→", "on", "a moment on; Shift: ten columns"),
        Binding(.first, [.home], "Home", "first", "the first moment in the charts"),
        Binding(.live, [.end], "End", "live", "the newest again"),
        Binding(.nextEvent, [.character("n")], "n", "next", "to the moment of the next event"),
        Binding(.previousEvent, [.character("N")], "N", "event before", "to the moment of the event before"),
        Binding(
            .mark,
            [.character("m")],
            "m",
            "mark",
            "mark A, which \"before\" is then, and B; a third time: no marks"
        ),
        Binding(
            .note,
            [.character("c")],
            "c",
            "note",
            "write down what you see, at the moment that is shown: an event"
        ),
        Binding(
            .compare,
            [.character("b")],
            "b",
            "baseline",
            "compare with an hour, a day, a week before, or not at all"
        ),
        Binding(.zoomIn, [.character("+"), .character("=")], "+", "shorter", "a shorter time in the charts, from 1m"),
        Binding(.zoomOut, [.character("-")], "-", "longer", "a longer time, up to 30d where the source has it"),
        Binding(.panBack, [.character("[")], "[", "earlier", "half of the charts' time back"),
        Binding(.panOn, [.character("]")], "]", "later", "half of the charts' time on"),
        Binding(.reset, [.character("0")], "0", "now", "now again, and the usual time in the charts"),
        Binding(.heatmap, [.character("h")], "h", "heatmap", "a latency's chart as a heatmap of its buckets, and back"),
        Binding(
            .copy,
            [.character("y")],
            "y",
            "copy",
            "copy verdict, numbers, who, events, PromQL as Markdown"
        ),
        Binding(.copyExpressions, [.character("Y")], "Y", "copy PromQL", "copy the PromQL alone"),
        Binding(.keep, [.character("E")], "E", "export", "write the same as text, Markdown and JSON to a new folder"),
        Binding(.up, [.up], "↑", "up", "the focus up, through the numbers and the rows of who"),
        Binding(.down, [.down], "↓", "down", "the focus down; Enter on a row of who narrows everything to it"),
        Binding(.expressions, [.character("e")], "e", "PromQL", "the PromQL of the focus as it is asked, else all"),
        Binding(.query, [.character("Q")], "Q", "query", "write and ask PromQL, with chart and table; Tab completes"),
        Binding(.window, [.character("w")], "w", "window", "the window of every rate, such as 15s or 5m"),
        Binding(.group, [.character("g")], "g", "group", "who: by route, instance, method or status"),
        Binding(.services, [.character("S")], "S", "services", "services: choose with arrows, Enter opens"),
        Binding(.worst, [.character("!")], "!", "worst", "the service that is the cause, or else the worst one"),
        Binding(.sort, [.character("s")], "s", "sort", "sort the services by the next column"),
        Binding(.reverse, [.character("r")], "r", "reverse", "the services the other way round"),
        Binding(.filter, [.character("/")], "/", "filter", "only services whose name holds a text"),
        Binding(.targets, [.character("t")], "t", "targets", "targets: health, last error, age of the scrape"),
        Binding(.alerts, [.character("a")], "a", "alerts", "the alerts of Prometheus itself"),
        Binding(.events, [.character("v")], "v", "events", "what happened: breaches, deploys, restarts, targets"),
        Binding(.objectives, [.character("o")], "o", "slo", "objectives: budget, burn rates, alerts, and its curve"),
        Binding(.about, [.character("i")], "i", "info", "what was chosen and why, what has no answer"),
        Binding(.toggleLoad, [.character("l")], "l", "load", "load on or off; it ends by itself", needsChaos: true),
        Binding(
            .slower,
            [.character("<"), .character(",")],
            "<",
            "slower",
            "halve the load's rate; in a replay its speed",
            needsChaos: true
        ),
        Binding(
            .faster,
            [.character(">"), .character(".")],
            ">",
            "faster",
            "double the load's rate; in a replay its speed",
            needsChaos: true
        ),
        Binding(.fix, [.character("f")], "f", "fix", "fix: all faults off", needsChaos: true),
        Binding(
            .faults,
            [.character("x")],
            "x",
            "faults",
            "faults panel: choose with arrows, Enter switches",
            needsChaos: true
        ),
        Binding(.timeZone, [.character("u")], "u", "utc", "times in UTC or local"),
        Binding(.axis, [.character("L")], "L", "log", "latency axis logarithmic or linear"),
        Binding(.colors, [.character("C")], "C", "colours", "colours: standard, light, colour-blind, none"),
        Binding(.mouse, [.character("M")], "M", "mouse", "mouse on or off: the wheel scrolls, a click chooses"),
        Binding(.pollNow, [.character("R")], "R", "poll", "poll now"),
        Binding(.repaint, [.control("l")], "Ctrl-L", "repaint", "paint the whole screen again"),
        Binding(
            .open,
            [.enter],
            "Enter",
            "open",
            "open the row; enlarge the first chart; narrow to a row of who"
        ),
        Binding(.back, [.escape], "Esc", "back", "close a panel, go back, widen"),
    ]

    /// Of the load's keys these set the speed of a replay.
    private static let replayed: Set<Command> = [.slower, .faster]

    /// The command of a key; nil where it has none.
    package static func command(for key: Key, hasChaos: Bool, isReplay: Bool = false) -> Command? {
        available(hasChaos: hasChaos, isReplay: isReplay).first { $0.keys.contains(key) }?.command
    }

    /// The bindings that work.
    package static func available(hasChaos: Bool, isReplay: Bool = false) -> [Binding] {
        bindings.filter { hasChaos || !$0.needsChaos || isReplay && replayed.contains($0.command) }
    }

    /// The hint of a command for the bottom line: its first key and a word.
    package static func hint(_ command: Command) -> KeyHints.Hint? {
        bindings.first { $0.command == command }.map { KeyHints.Hint($0.keys.first?.label ?? "", $0.hint) }
    }

    /// The signal that a digit stands for.
    static func signal(for key: Key) -> Signal? {
        guard case .character(let character) = key, let digit = character.wholeNumberValue,
            (1...Signal.allCases.count).contains(digit)
        else { return nil }
        return Signal.allCases[digit - 1]
    }
}
