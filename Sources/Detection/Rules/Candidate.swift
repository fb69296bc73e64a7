/// A family that may count what a service is asked, with what the rules say about it.
struct Candidate {
    let family: MetricFamily
    var kind: ServiceKind
    /// The conditions that select its own requests, without the hidden ones.
    let matchers: [LabelMatcher]
    let status: StatusRule.Finding
    /// How much it counts under these conditions.
    let total: Double
    /// Its name says what it counts; else its labels alone do.
    let isNamed: Bool
    /// Its name only counts what went well.
    let isSuccessOnly: Bool
    /// It counts what a cache's clients ask.
    var isFront = false

    var stem: Set<String> { family.words.stem }
    var measures: Bool { family.form == .histogram || family.form == .summary }
    var selection: SignalSelection { SignalSelection(metric: family.counterName, matchers: matchers) }

    /// Nothing but how it is counted follows the word for what is counted.
    var endsInSubject: Bool { CandidateRule.endsInSubject(family.words) }

    /// The one method of HTTP, or statement of SQL, that its name says it counts; nil where it says none.
    var onlyVerb: String? {
        let words = family.words.all
        return words.indices.dropFirst().first { index in
            let subject = Vocabulary.synonyms[words[index]] ?? words[index]
            return subject == "request" && Vocabulary.verbs.contains(words[index - 1])
                || subject == "query" && Vocabulary.statements.contains(words[index - 1])
        }
        .map { words[$0 - 1] }
    }

    /// How many of what it counts its status says have failed; nil without one.
    var failed: Double? {
        reading.map { reading in
            let all = [
                [LabelMatcher.failing(reading.label, reading.grammar)], reading.unanswered, reading.failedWithin,
            ]
            return all.compactMap { $0 }.reduce(0) { $0 + family.total(where: matchers + $1) }
        }
    }

    var reading: StatusReading? {
        if case .told(let reading) = status { reading } else { nil }
    }
}
