package import PromModel

/// One of the two that are compared: a part of the traffic, or a moment.
package enum ComparisonSide: Sendable, Equatable {
    /// The series that carry these labels, now.
    case labels([Pair])
    /// Everything, so long ago.
    case ago(Duration)
    /// Everything, at a moment.
    case at(Timestamp)

    /// A label that is to have a value.
    package struct Pair: Sendable, Equatable {
        /// The label.
        package let name: String
        /// Its value.
        package let value: String
    }

    /// Why a text names no side; one line that says what is allowed.
    package struct Failure: Error, CustomStringConvertible {
        /// In words.
        package let description: String
    }

    /// What it looks like, for messages.
    package static let form = "version=1.4, instance=h:1 (several with commas), now, '30m ago' or @SECONDS"

    /// Reads a side; `parseDuration` reads what stands before `ago`.
    package init(_ text: String, parseDuration: (String) -> Duration?) throws(Failure) {
        let plain = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        if plain == "now" {
            self = .ago(.zero)
        } else if plain.hasSuffix(" ago") {
            guard let duration = parseDuration(String(plain.dropLast(4))), duration <= .seconds(366 * 86_400) else {
                throw Failure(description: "'\(plain)' is no time ago, such as '30m ago'")
            }
            self = .ago(duration)
        } else if plain.hasPrefix("@") {
            guard let seconds = Double(plain.dropFirst()), seconds > 0, seconds < 1e11 else {
                throw Failure(description: "'\(plain)' is no moment in seconds since 1970")
            }
            self = .at(Timestamp(seconds: seconds))
        } else {
            self = .labels(try Self.pairs(plain))
        }
    }

    private static func pairs(_ text: String) throws(Failure) -> [Pair] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part throws(Failure) in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[1].isEmpty, Labels.isPlainName(String(halves[0]), colonAllowed: false)
            else { throw Failure(description: "'\(part)' is not written as \(form)") }
            return Pair(name: String(halves[0]), value: String(halves[1]))
        }
    }

    /// The matchers that pick its series; none for a moment.
    package var matchers: [String] {
        guard case .labels(let pairs) = self else { return [] }
        return pairs.map { "\($0.name)=\(Labels.quoted($0.value))" }
    }

    /// The moment that it is about.
    package func moment(now: Timestamp) -> Timestamp {
        switch self {
        case .labels: now
        case .ago(let duration): now - duration
        case .at(let moment): moment
        }
    }
}
