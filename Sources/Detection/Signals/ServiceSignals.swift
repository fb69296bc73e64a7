/// Where a service's golden signals stand, with the reasons: what the catalogue needs to ask for them.
package struct ServiceSignals: Sendable, Equatable {
    /// What it is asked.
    package var kind: ServiceKind
    /// The counters whose sum is what it was asked.
    package var requests: [SignalSelection]
    /// How its failures are told.
    package var failures: Failures
    /// How long it takes; nil where nothing tells.
    package var latency: Latency?
    /// The label that tells routes apart.
    package var route: String?
    /// The label that tells methods apart.
    package var method: String?
    /// What can fill up, with its limit.
    package var saturation: [SaturationPair]
    /// What was chosen, and why.
    package var evidence: [Finding]
    /// What a reader of the numbers should know.
    package var notes: [String] = []

    /// Whether failures are told as HTTP tells them: by the class of an answer.
    package var isJudgedByHTTP: Bool {
        guard case .counted(let selections) = failures else { return kind == .http }
        return kind == .http
            || selections.lazy.flatMap(\.matchers).contains { matcher in
                guard case .failing(_, let grammar) = matcher else { return false }
                return grammar == .codes || grammar == .classes || grammar == .digits
            }
    }

    /// How failures are told.
    package enum Failures: Sendable, Equatable {
        /// The counters whose sum is what failed.
        case counted([SignalSelection])
        /// A gauge that is 1 while all is well, and 0 else.
        case gauge(SignalSelection)
        /// Nothing tells, and why: not the same as no failure.
        case notJudged(String)
    }

    /// One thing that was chosen, and why.
    package struct Finding: Sendable, Equatable {
        /// What it is for, in a word.
        package let about: String
        package let chosen: String
        package let reason: String
        /// Why it is there and cannot be told all the same; nil for what is told.
        package let obstacle: String?

        /// Memberwise.
        package init(_ about: String, _ chosen: String, because reason: String) {
            self.about = about
            self.chosen = chosen
            self.reason = reason
            obstacle = nil
        }

        /// One that is there and cannot be told.
        package init(_ about: String, _ chosen: String, untold obstacle: String) {
            self.about = about
            self.chosen = chosen
            self.obstacle = obstacle
            reason = "not told: \(obstacle)"
        }
    }
}

/// A metric and the conditions that select its series.
package struct SignalSelection: Sendable, Hashable {
    /// The name of the series that count; of a histogram the base name where buckets are meant.
    package let metric: String
    package let matchers: [LabelMatcher]

    /// Memberwise.
    package init(metric: String, matchers: [LabelMatcher] = []) {
        self.metric = metric
        self.matchers = matchers
    }

    /// The conditions as PromQL has them between braces.
    package var matcherText: String { matchers.map(\.text).joined(separator: ",") }
}

/// How durations are told.
package struct Latency: Sendable, Equatable {
    /// The form that they are kept in.
    package enum Form: Sendable, Equatable {
        /// Buckets, sum and count under a base name.
        case histogram(SignalSelection)
        /// Sum and count under a base name, with quantiles of one process at best: these are never averaged.
        case summary(SignalSelection)
        /// A counter of time spent, and one of what it was spent on.
        case counters(sum: SignalSelection, count: SignalSelection)
        /// A gauge of how long the last one took.
        case gauge(SignalSelection)
    }

    package let form: Form
    /// How many of its unit make a second.
    package let perSecond: Double
    /// The unit was guessed.
    package let isUnitGuessed: Bool
    /// The part of the requests that it does not measure; nil where it measures all of them.
    package let leavesOut: Double?

    /// Memberwise.
    package init(form: Form, perSecond: Double, isUnitGuessed: Bool, leavesOut: Double?) {
        self.form = form
        self.perSecond = perSecond
        self.isUnitGuessed = isUnitGuessed
        self.leavesOut = leavesOut
    }
}

/// Something that is in use, and its limit: two gauges of one stem.
package struct SaturationPair: Sendable, Hashable {
    /// What it is, in words joined by `-`.
    package let name: String
    package let used: String
    package let limit: String

    /// Memberwise.
    package init(name: String, used: String, limit: String) {
        self.name = name
        self.used = used
        self.limit = limit
    }
}
