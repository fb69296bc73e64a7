import GoldenSignals
package import PromModel

/// Something that happened at a moment.
package struct SourceEvent: Sendable, Equatable {
    /// What kind of thing.
    package enum Kind: Sendable, Equatable {
        /// A limit was broken; true where it is a critical one.
        case breachStarted(isCritical: Bool)
        /// All limits hold again.
        case breachEnded
        /// The traffic stopped, fell or rose by far, or is as usual again.
        case traffic
        /// The screen went to another service by itself.
        case switched
        /// A process started anew.
        case restart
        /// Processes run another version.
        case deploy
        /// One of several targets does not answer.
        case targetLost
        /// It answers again.
        case targetBack
        /// The source or all targets failed.
        case lost
        /// Another source stands in.
        case standIn
        /// They came back.
        case back
        /// The load was switched on.
        case loadStarted
        /// The load was switched off or ended.
        case loadStopped
        /// A fault was switched on.
        case faultStarted
        /// A fault is off: it ended, or somebody somewhere switched it off.
        case faultStopped
        /// A fault was switched off from here.
        case fixed
        /// Somebody wrote something down.
        case note

        /// Whether a breach may follow from it.
        package var isCause: Bool {
            switch self {
            case .deploy, .restart, .targetLost, .loadStarted, .faultStarted: true
            default: false
            }
        }

        /// Whether it tells of a limit rather than of a cause.
        package var isBreach: Bool {
            switch self {
            case .breachStarted, .breachEnded: true
            default: false
            }
        }
    }

    /// What can be wrong with a service beside the limits on its signals.
    package enum Trouble: Sendable, Equatable {
        /// 4xx over their limit.
        case clientErrors
        /// Traffic that is not as usual.
        case traffic
    }

    /// What becomes of a trouble.
    package enum Turn: Sendable, Equatable {
        /// It begins, or is another one of its kind; of some nobody will know when they ended.
        case begins(Trouble, isEndUnknown: Bool)
        /// It is over.
        case ends(Trouble)
    }

    /// When.
    package var at: Timestamp
    /// When it was known, where that was later: the end of a breach, once a window holds nothing of it any more.
    package var found: Timestamp?
    /// What.
    package let kind: Kind
    /// In words.
    package var text: String
    /// What it is about, as short as a chart's tick needs it: a version, a target; empty for nothing in particular.
    package var subject = ""
    /// The instances that it happened to; empty where that is not known.
    package var instances: Set<String> = []
    /// The trouble that begins or ends with it; nil for none.
    package var turn: Turn?

    /// An event with its words.
    package init(at moment: Timestamp, kind: Kind, text: String, subject: String = "") {
        at = moment
        self.kind = kind
        self.text = text
        self.subject = subject
    }

    /// The word under a chart's tick.
    package var tick: String { kind == .deploy && !subject.isEmpty ? subject : word }

    /// What kind of thing it is, in a word.
    package var word: String {
        switch kind {
        case .breachStarted(let isCritical): isCritical ? "crit" : "warn"
        case .breachEnded: "ok"
        case .traffic: "traffic"
        case .switched: "service"
        case .restart: "restart"
        case .deploy: "deploy"
        case .targetLost: "target"
        case .targetBack: "up"
        // What answers with something else is not down.
        case .lost: FailureReason(text).isOfSource ? "fails" : "down"
        case .standIn: "direct"
        case .back: "back"
        case .loadStarted: "load"
        case .loadStopped: "end"
        case .faultStarted: "fault"
        case .faultStopped: "off"
        case .fixed: "fix"
        case .note: "note"
        }
    }
}
