extension Incident {
    /// What is to be told at a moment.
    package struct Expectation: Sendable, Equatable, Decodable {
        /// When; nil for 45 s after the onset.
        package var at: Double?
        /// The verdicts that are right: `crit`, `warn`, `ok`, `few`, `idle`, `down`; the first is the truth.
        package var verdict: [String] = []
        /// The signal that it is about; nil for any.
        package var signal: String?
        /// When it began; nil where nothing is to be dated.
        package var onset: Double?
        /// The parts of which one is to be named, by labels; values that broke together stand in one.
        package var suspects: [[String: [String]]] = []
        /// Nobody is to be named.
        package var isEverywhere = false
        /// Texts of which each has to stand in row 2 or 3.
        package var words: [String] = []
        /// Texts that must not stand there.
        package var absent: [String] = []
        /// Failures so far, as a share of what there were, from this to its inverse.
        package var counted: Double?

        /// When it is looked.
        package var moment: Double { at ?? (onset ?? 0) + Self.patience }

        /// So long after the onset all is to be told.
        package static let patience = 45.0
    }

    /// The first moment at which anything is wrong; nil where nothing ever is.
    package var onset: Double? { expect.compactMap(\.onset).min() ?? (expectsAlarm ? faults.map(\.from).min() : nil) }

    /// Whether anything but calm is ever right.
    private var expectsAlarm: Bool {
        expect.contains { $0.verdict.contains { ["warn", "crit", "down"].contains($0) } }
    }
}
