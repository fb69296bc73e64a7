package import PromModel
import PromQL

/// What an Alertmanager says of an alert: who is told, and why nobody may be.
package struct AlertRouting: Sendable, Equatable {
    /// A silence that keeps it from anybody.
    package struct Silence: Sendable, Equatable {
        /// What `amtool silence expire` calls it by.
        package let id: String
        /// Who made it, and why.
        package let (author, comment): (String, String)
        /// Until when it lasts.
        package let endsAt: Timestamp?
        /// What it is about, as amtool writes it.
        package let matchers: [String]

        /// Memberwise.
        package init(id: String, author: String, comment: String, endsAt: Timestamp?, matchers: [String]) {
            (self.id, self.author, self.comment) = (id, author, comment)
            (self.endsAt, self.matchers) = (endsAt, matchers)
        }
    }

    /// Where the Alertmanager is; empty where none is known.
    package let place: String
    /// `active`, `suppressed` or `unprocessed`; nil where it does not know the alert.
    package var state: String?
    /// Who is told.
    package var receivers: [String] = []
    /// What silences it.
    package var silences: [Silence] = []
    /// The alerts that inhibit it, by their labels; by their fingerprints where they are gone.
    package var inhibitors: [String] = []
    /// Why nothing is known; nil where it was answered.
    package var failure: String?

    /// What an Alertmanager says; nothing yet.
    package init(place: String) {
        self.place = place
    }
}

/// The alert that somebody wants to look at: by its name, or by the expression of its rule.
package enum WantedAlert: Sendable, Equatable, CustomStringConvertible {
    case named(String)
    case expression(String)

    /// In words, for messages.
    package var description: String {
        switch self {
        case .named(let name): name
        case .expression(let expression): "'\(expression)'"
        }
    }

    /// Whether it is the alert of a rule.
    package func isFor(_ name: String, _ expression: String) -> Bool {
        switch self {
        case .named(let wanted): wanted == name
        case .expression(let wanted): Self.plain(wanted) == Self.plain(expression)
        }
    }

    /// As it is read, whatever blanks and breaks are in it.
    private static func plain(_ expression: String) -> String {
        (try? PromQLParser.parse(expression)).map { "\($0)" } ?? expression
    }
}

extension AlertStatus {
    /// What tells it from every other alert.
    package var identity: Labels { labels.setting("alertname", to: name) }

    /// The command that silences it for an hour: to be pasted, and never run from here.
    ///
    /// Its matchers are its labels, but for those that another rule of the same name would have otherwise.
    package func silenceCommand(alertmanager place: String) -> String {
        let url = place.isEmpty ? "" : " --alertmanager.url=\(Self.shellQuoted(place))"
        let matchers = identity.map { label in Self.shellQuoted("\(label.name)=\(Labels.quoted(label.value))") }
        return "amtool silence add\(url) --duration=1h --comment='why' \(matchers.joined(separator: " "))"
    }

    /// A word for a shell, whatever is in it.
    private static func shellQuoted(_ text: String) -> String {
        let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:".contains($0)) }
        return plain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}
