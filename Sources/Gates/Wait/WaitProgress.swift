package import GoldenSignals
package import PromModel

/// Follows readings from poll to poll until a condition has held for as long as it says.
///
/// Only what was seen counts: a poll without numbers, or none for a while, begins the time anew.
package struct WaitProgress: Sendable, Equatable {
    /// One poll's numbers.
    package struct Reading: Sendable, Equatable {
        /// The numbers that there are.
        package let values: [Signal: Double]
        /// Requests in the window; nil where nobody tells.
        package let requests: Double?

        /// Memberwise.
        package init(values: [Signal: Double], requests: Double?) {
            self.values = values
            self.requests = requests
        }
    }

    /// What a poll said of the condition.
    package enum Judgement: Sendable, Equatable {
        /// It holds.
        case holds
        /// It does not.
        case fails
        /// It cannot be told.
        case unknown
    }

    private let condition: WaitCondition
    private let fewestRequests: Double
    private let longestGap: Duration
    private var seen: Timestamp?
    private var heldSince: Timestamp?
    /// The longest time on end for which it held.
    package private(set) var longest = Duration.zero
    /// What the last poll said of it.
    package private(set) var judgement = Judgement.unknown
    /// What the last poll said of it, in words.
    package private(set) var words = "no answer yet"

    /// Nothing seen yet.
    ///
    /// With fewer requests than `fewestRequests` in the window nothing but their number is judged; after `longestGap`
    /// without a poll the time begins anew.
    package init(_ condition: WaitCondition, fewestRequests: Double, longestGap: Duration) {
        self.condition = condition
        self.fewestRequests = fewestRequests
        self.longestGap = longestGap
    }

    /// For how long it has held without a break.
    package var held: Duration {
        guard let heldSince, let seen else { return .zero }
        return seen - heldSince
    }

    /// Whether it has held for as long as it is to.
    package var isMet: Bool { heldSince != nil && held >= condition.duration }

    /// Takes a poll's numbers.
    package mutating func observe(_ reading: Reading, at moment: Timestamp) {
        if let seen {
            guard moment > seen else { return }
            if moment - seen > longestGap { heldSince = nil }
        }
        seen = moment
        (judgement, words) = judge(reading)
        guard judgement == .holds else {
            heldSince = nil
            return
        }
        if heldSince == nil { heldSince = moment }
        longest = max(longest, held)
    }

    /// The source gave no numbers.
    package mutating func observe(noNumbers reason: String) {
        heldSince = nil
        judgement = .unknown
        words = reason
    }

    private func judge(_ reading: Reading) -> (Judgement, String) {
        var texts: [String] = []
        var hasFailed = false
        var isUnknown = false
        for term in condition.terms {
            guard let value = reading.values[term.signal], !value.isNaN else {
                isUnknown = true
                texts.append("\(term.signal.label) has no number")
                continue
            }
            let needsRequests = term.signal != .requestRate && term.signal != .saturation
            if needsRequests, let requests = reading.requests, requests.rounded() < fewestRequests {
                isUnknown = true
                texts.append("\(term.signal.label) of \(Int(requests.rounded())) requests says nothing")
                continue
            }
            if !term.holds(value) { hasFailed = true }
            texts.append("\(term.signal.label) \(GateText.value(value, term.signal.unit))")
        }
        return (hasFailed ? .fails : isUnknown ? .unknown : .holds, texts.joined(separator: ", "))
    }
}
