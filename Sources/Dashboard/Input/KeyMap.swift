package import TerminalUI

/// What a key means.
///
/// One map serves dispatch, the hints at the bottom, the help and the README.
package enum Command: Sendable, Equatable, CaseIterable {
    /// Help on and off.
    case help
    /// Leave.
    case quit
    /// Freeze the screen; collecting goes on.
    case pause
    /// The load on and off.
    case toggleLoad
    /// A lower load rate.
    case slower
    /// A higher load rate.
    case faster
    /// All faults off.
    case fix
    /// The faults panel.
    case faults
    /// The targets.
    case targets
    /// Prometheus's own alerts.
    case alerts
    /// The services to choose from.
    case services
    /// What was chosen and why.
    case about
    /// Paint everything again.
    case repaint
    /// Poll now.
    case pollNow
    /// Close what lies over the screen.
    case back
}

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
    }

    /// All bindings in the order of the help.
    package static let bindings: [Binding] = [
        Binding(
            command: .help,
            keys: [.character("?"), .function(1)],
            label: "?",
            hint: "help",
            help: "this help, on and off",
            needsChaos: false
        ),
        Binding(
            command: .quit,
            keys: [.character("q"), .control("c")],
            label: "q, Ctrl-C",
            hint: "quit",
            help: "quit; load and faults of this run stop",
            needsChaos: false
        ),
        Binding(
            command: .pause,
            keys: [.character("p"), .character(" ")],
            label: "p, space",
            hint: "pause",
            help: "freeze the screen; collecting goes on",
            needsChaos: false
        ),
        Binding(
            command: .toggleLoad,
            keys: [.character("l")],
            label: "l",
            hint: "load",
            help: "load on or off; it ends by itself",
            needsChaos: true
        ),
        Binding(
            command: .slower,
            keys: [.character("<"), .character(",")],
            label: "<",
            hint: "slower",
            help: "halve the load's rate",
            needsChaos: true
        ),
        Binding(
            command: .faster,
            keys: [.character(">"), .character(".")],
            label: ">",
            hint: "faster",
            help: "double the load's rate",
            needsChaos: true
        ),
        Binding(
            command: .fix,
            keys: [.character("f")],
            label: "f",
            hint: "fix",
            help: "fix: all faults off",
            needsChaos: true
        ),
        Binding(
            command: .faults,
            keys: [.character("x")],
            label: "x",
            hint: "faults",
            help: "faults panel: choose with arrows, Enter switches",
            needsChaos: true
        ),
        Binding(
            command: .targets,
            keys: [.character("t")],
            label: "t",
            hint: "targets",
            help: "targets: health, last error, age of the scrape",
            needsChaos: false
        ),
        Binding(
            command: .alerts,
            keys: [.character("a")],
            label: "a",
            hint: "alerts",
            help: "the alerts of Prometheus itself",
            needsChaos: false
        ),
        Binding(
            command: .services,
            keys: [.character("S")],
            label: "S",
            hint: "services",
            help: "services: choose with arrows, Enter shows",
            needsChaos: false
        ),
        Binding(
            command: .about,
            keys: [.character("i")],
            label: "i",
            hint: "info",
            help: "what was chosen and why, what has no answer",
            needsChaos: false
        ),
        Binding(
            command: .pollNow,
            keys: [.character("R")],
            label: "R",
            hint: "poll",
            help: "poll now",
            needsChaos: false
        ),
        Binding(
            command: .repaint,
            keys: [.control("l")],
            label: "Ctrl-L",
            hint: "repaint",
            help: "paint the whole screen again",
            needsChaos: false
        ),
        Binding(
            command: .back,
            keys: [.escape],
            label: "Esc",
            hint: "back",
            help: "close this panel",
            needsChaos: false
        ),
    ]

    /// The command of a key; nil where it has none.
    package static func command(for key: Key, hasChaos: Bool) -> Command? {
        bindings.first { $0.keys.contains(key) && (hasChaos || !$0.needsChaos) }?.command
    }

    /// The bindings that work.
    package static func available(hasChaos: Bool) -> [Binding] {
        bindings.filter { hasChaos || !$0.needsChaos }
    }
}
