/// A family that may count what a service is asked, with what the rules say about it.
struct Candidate {
    let family: MetricFamily
    let kind: ServiceKind
    /// The conditions that select its own requests, without the hidden ones.
    let matchers: [LabelMatcher]
    let status: StatusRule.Finding
    /// How much it counts under these conditions.
    let total: Double
    /// Its name says what it counts; else its labels alone do.
    let isNamed: Bool
    /// Its name only counts what went well.
    let isSuccessOnly: Bool

    var stem: Set<String> { family.words.stem }
    var measures: Bool { family.form == .histogram || family.form == .summary }
    var selection: SignalSelection { SignalSelection(metric: family.counterName, matchers: matchers) }

    var reading: StatusReading? {
        if case .told(let reading) = status { reading } else { nil }
    }
}
