/// Why a source gave nothing that can be used, as a text; its first words tell whether anything answered at all.
///
/// What answers, and not with what it was asked for, is not down: its reason goes on after its name. Reasons are texts
/// because they are recorded, printed and shown as they are.
package struct FailureReason: Sendable, Equatable {
    /// How the reason begins of a source that answered.
    private static let answers = "answers "
    /// How the reason begins of one that was not reached through no fault that is known to be its own.
    private static let unasked = "cannot be asked: "
    /// How the reason begins of a page that came and is none, behind the address that it came from.
    private static let pages = ["it answers ", "its page "]

    /// The reason.
    package let text: String

    /// A reason as it was told.
    package init(_ text: String) {
        self.text = text
    }

    /// The reason of a source that answered: what it answered with.
    package static func answered(_ what: String) -> FailureReason { FailureReason(answers + what) }

    /// The reason of a source that could not be asked: its name, its certificate, a proxy on the way to it.
    package static func notAsked(_ why: String) -> FailureReason { FailureReason(unasked + why) }

    /// Whether it goes on after the source's name, `answers 503 Service Unavailable`: such a source is not down.
    package var isOfSource: Bool { text.hasPrefix(Self.answers) || text.hasPrefix(Self.unasked) }

    /// Whether a page was answered with something else.
    package var isOfPage: Bool {
        guard let end = text.firstRange(of: ": ")?.upperBound else { return false }
        return Self.pages.contains { text[end...].hasPrefix($0) }
    }

    /// The reason where nothing else names the source.
    package var sentence: String { isOfSource ? said(of: "the source") : text }

    /// The reason with the source's name in front.
    package func said(of source: String) -> String { isOfSource ? "\(source) \(text)" : "\(source): \(text)" }
}
