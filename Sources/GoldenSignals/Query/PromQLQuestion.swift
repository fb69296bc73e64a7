package import PromModel

/// An expression that somebody wants to know: its values at a moment, and over the time before it.
package struct PromQLQuestion: Sendable, Hashable {
    /// The expression.
    package let expression: String
    /// The first moment of the chart.
    package let from: Timestamp
    /// The moment of the table, and the last one of the chart.
    package let through: Timestamp
    /// Between two values of the chart.
    package let step: Duration

    /// Memberwise.
    package init(_ expression: String, from: Timestamp, through: Timestamp, step: Duration) {
        self.expression = expression
        self.from = from
        self.through = through
        self.step = step
    }
}

/// What came of a question.
package struct PromQLAnswer: Sendable, Equatable {
    /// More than these values are counted, not shown.
    package static let mostValues = 1000
    /// More than these series are not drawn.
    package static let mostSeries = 20

    /// What was asked.
    package let question: PromQLQuestion
    /// The values at the moment, the largest first.
    package private(set) var values: [InstantValue] = []
    /// How many values there are.
    package private(set) var count = 0
    /// The series over the time before, those with the largest last values.
    package private(set) var series: [Series] = []
    /// Warnings and notes on the answer.
    package var remarks: [String] = []
    /// Why there is none; nil where there is.
    package var failure: String?
    /// How long it took.
    package var cost = Duration.zero

    /// Nothing yet.
    package init(_ question: PromQLQuestion) { self.question = question }

    /// Takes the values at the moment.
    package mutating func take(_ values: [InstantValue]) {
        count = values.count
        self.values = Array(values.sorted(by: Self.isBefore).prefix(Self.mostValues))
    }

    /// Takes the series over the time before.
    package mutating func take(_ series: [Series]) {
        let ranked = series.sorted { Self.last($0) > Self.last($1) }
        self.series = Array(ranked.prefix(Self.mostSeries))
    }

    private static func last(_ series: Series) -> Double {
        series.samples.last { !$0.value.isNaN }?.value ?? -.infinity
    }

    /// The largest first, NaN last, and of equal ones by their labels: an order that does not change by itself.
    private static func isBefore(_ one: InstantValue, _ other: InstantValue) -> Bool {
        if one.value.isNaN != other.value.isNaN { return other.value.isNaN }
        if one.value != other.value, !one.value.isNaN { return one.value > other.value }
        return "\(one.labels)" < "\(other.labels)"
    }
}

extension QueryEngine {
    /// Asks for the values of an expression at a moment and over the time before it; a failure is an answer too.
    package func answer(_ question: PromQLQuestion) async -> PromQLAnswer {
        let clock = ContinuousClock.now
        var answer = PromQLAnswer(question)
        do throws(QueryFailure) {
            answer.take(try await instant(question.expression, at: question.through))
            answer.take(
                try await range(
                    question.expression,
                    from: question.from,
                    through: question.through,
                    step: question.step
                )
            )
        } catch .badQuery(_, let detail) {
            answer.failure = detail
        } catch {
            answer.failure = "\(error)"
        }
        answer.cost = ContinuousClock.now - clock
        return answer
    }
}
