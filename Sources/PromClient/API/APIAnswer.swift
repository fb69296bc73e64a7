package import PromModel
package import PromQL

/// What the API answered, and how.
package struct APIAnswer<Value: Sendable>: Sendable {
    /// The answer itself.
    package let value: Value
    /// Warnings: the value may be wrong or incomplete.
    package let warnings: [String]
    /// Remarks on the expression that do not put the value in doubt.
    package let infos: [String]
    /// The size of the body after decompression.
    package let bytes: Int
    /// From the question to the end of the body.
    package let duration: Duration
    /// What the answer reveals of the program that gave it.
    package let traits: APITraits

    /// The server says that some of its storage did not take part (VictoriaMetrics).
    package var isPartial: Bool { traits.contains(.partial) }
    /// Why the answer may lack a part, as the server says it; nil where it does not.
    ///
    /// What the language warns of is about the expression; anything else is about what was not there to answer.
    package var lack: String? {
        isPartial ? Self.partialText : warnings.first { !$0.hasPrefix("PromQL ") }
    }
    /// What is said of an answer that is partial.
    package static var partialText: String { "the answer is partial: some of the storage did not take part" }

    /// The same answer with another value.
    func with<Other: Sendable>(_ value: Other, moreInfos: [String] = []) -> APIAnswer<Other> {
        APIAnswer<Other>(
            value: value,
            warnings: warnings,
            infos: infos + moreInfos,
            bytes: bytes,
            duration: duration,
            traits: traits
        )
    }
}

/// Peculiarities of an answer by which programs can be told apart.
package struct APITraits: OptionSet, Sendable {
    /// One bit per trait.
    package let rawValue: Int

    /// Memberwise.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// It counts the series it fetched, beside the data.
    package static let countsSeries = APITraits(rawValue: 1)
    /// It says whether it is partial.
    package static let tellsPartial = APITraits(rawValue: 2)
    /// It is partial.
    package static let partial = APITraits(rawValue: 4)
    /// A scalar expression was answered with a vector.
    package static let scalarAsVector = APITraits(rawValue: 8)
}

/// The result of an expression at one moment.
package struct InstantAnswer: Sendable, Equatable {
    /// The result.
    package let result: QueryResult
    /// The moment that the server evaluated at; nil where the result is empty or a matrix.
    package let at: Timestamp?
    /// The native histograms of the result, beside its numbers.
    package let histograms: [HistogramSeries]

    /// Memberwise.
    package init(result: QueryResult, at: Timestamp?, histograms: [HistogramSeries] = []) {
        self.result = result
        self.at = at
        self.histograms = histograms
    }
}

/// The result of an expression over a stretch of time.
package struct RangeAnswer: Sendable, Equatable {
    /// The numbers.
    package let series: [Series]
    /// The native histograms.
    package let histograms: [HistogramSeries]
}
