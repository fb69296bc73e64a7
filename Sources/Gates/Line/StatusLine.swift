/// Services in one short line, for the corner of a terminal or a prompt.
package struct StatusLine: Sendable, Equatable {
    /// One service.
    package struct Entry: Sendable, Equatable {
        /// Its name.
        package let service: String
        /// How it is.
        package let status: CheckStatus
        /// What is to be said of it: `5xx 7.2% 3m`, `ok`, `idle`.
        package let words: String

        /// Memberwise.
        package init(service: String, status: CheckStatus, words: String) {
            self.service = service
            self.status = status
            self.words = words
        }
    }

    /// At most so many are named, those that are not well before the others.
    package static let mostEntries = 3

    private let entries: [Entry]
    private let isASCII: Bool

    /// A line of services; the first one is always named.
    package init(_ entries: [Entry], isASCII: Bool) {
        self.entries = entries
        self.isASCII = isASCII
    }

    /// `checkout ▲5xx 7.2% 3m · payments ok`.
    package var plain: String {
        text { "\(Self.clean($0.service)) \(sign(of: $0.status))\(Self.clean($0.words))" }
    }

    /// The same with tmux's colours around what is not well.
    package var tmux: String {
        text { entry in
            let words = Self.escaped("\(sign(of: entry.status))\(Self.clean(entry.words))")
            let name = Self.escaped(Self.clean(entry.service))
            guard let style = Self.style(of: entry.status) else { return "\(name) \(words)" }
            return "\(name) #[\(style)]\(words)#[default]"
        }
    }

    private func text(_ words: (Entry) -> String) -> String {
        guard let first = entries.first else { return "no service" }
        let others = entries.dropFirst()
        let bad = others.filter { $0.status != .ok }.sorted { $1.status.weight < $0.status.weight }
        let shown = [first] + bad.prefix(Self.mostEntries - 1)
        var parts = shown.map(words)
        let rest = entries.count - shown.count
        if rest == 1, let last = others.first(where: { $0.status == .ok }), bad.count < Self.mostEntries {
            parts.append(words(last))
        } else if rest > 0 {
            let left = bad.count - (shown.count - 1)
            parts.append(left > 0 ? "\(left) more not well" : "\(rest) ok")
        }
        return parts.joined(separator: isASCII ? " - " : " \u{B7} ")
    }

    private func sign(of status: CheckStatus) -> String {
        switch status {
        case .ok: ""
        case .warning: isASCII ? "!" : "\u{25B3}"
        case .critical: isASCII ? "!!" : "\u{25B2}"
        case .unknown: "?"
        }
    }

    private static func style(of status: CheckStatus) -> String? {
        switch status {
        case .ok: nil
        case .warning: "fg=yellow"
        case .critical: "fg=red,bold"
        case .unknown: "fg=magenta"
        }
    }

    /// Names of others must not end the line, nor steer the terminal.
    private static func clean(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : Character($0) })
    }

    /// tmux takes `#` for the beginning of a format.
    private static func escaped(_ text: String) -> String { text.replacing("#", with: "##") }
}
