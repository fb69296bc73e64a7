internal import Foundation
internal import PromModel
package import PromQL

/// Answers queries over the samples of one page, for a comparison with a real Prometheus that has the same samples.
package struct DifferentialRun {
    /// Why a page cannot be taken.
    package struct Refused: Error {
        package var reason: String
    }

    /// One query: an expression, and the moments it is asked for in milliseconds since the Unix epoch.
    ///
    /// A query that names an end and a step is a range query.
    private struct Query: Decodable {
        var expression: String
        var start: Int64
        var end: Int64?
        var step: Int64?
    }

    /// What an answer consists of.
    private enum Answer {
        case text(String)
        case series(type: String, [Series])
        case failure(String)
    }

    private let engine: PromQLEngine
    private let store: SampleStore

    /// Takes the samples of an OpenMetrics page, all of which need timestamps.
    ///
    /// `hasLateCorrections` is that of the engine's options.
    package init(
        page: [UInt8],
        semantics: PromQLEngine.WindowSemantics,
        hasLateCorrections: Bool? = nil,
        hasNewestCorrections: Bool = true
    ) throws(Refused) {
        engine = PromQLEngine(
            options: .init(
                windowSemantics: semantics,
                hasLateCorrections: hasLateCorrections,
                hasNewestCorrections: hasNewestCorrections
            )
        )
        let exposition = ExpositionParser.parse(
            page,
            format: .openMetrics,
            semantics: semantics == .closed ? .prometheus2 : .prometheus3
        )
        if let problem = exposition.problems.first { throw Refused(reason: "\(problem)") }
        var store = SampleStore()
        for sample in exposition.samples {
            guard let time = sample.timestamp else { throw Refused(reason: "\(sample.labels) has no timestamp") }
            store.append(sample.labels, Sample(timestamp: time, value: sample.value))
        }
        guard store.outOfOrderCount == 0 else {
            throw Refused(reason: "\(store.outOfOrderCount) samples are out of order")
        }
        self.store = store
    }

    /// Answers a query, a JSON object in one line, by another.
    ///
    /// The answer is `{"error":…}`, `{"type":"string","text":…}`, or `{"type":…,"series":[…]}` with each series as
    /// `{"labels":{…},"samples":[[milliseconds,"value"],…]}`; a scalar is one series without labels.
    package func answer(_ line: String) -> String {
        guard let query = try? JSONDecoder().decode(Query.self, from: Data(line.utf8)) else {
            return DifferentialRun.json(.failure("not a query: \(line)"))
        }
        return DifferentialRun.json(answer(query))
    }

    private func answer(_ query: Query) -> Answer {
        let expression: PromQL.Expression
        do throws(PromQLSyntaxError) {
            expression = try PromQLParser.parse(
                query.expression,
                dotMatchesAll: engine.options.windowSemantics == .leftOpen
            )
        } catch {
            return .failure(error.description)
        }
        do throws(PromQLError) {
            let start = Timestamp(milliseconds: query.start)
            guard let end = query.end, let step = query.step else {
                return try instantAnswer(expression, at: start)
            }
            let series = try engine.range(
                expression,
                from: start,
                through: Timestamp(milliseconds: end),
                step: .milliseconds(step),
                in: store
            )
            return .series(type: "matrix", series)
        } catch {
            return .failure(error.description)
        }
    }

    private func instantAnswer(_ expression: PromQL.Expression, at moment: Timestamp) throws(PromQLError) -> Answer {
        switch try engine.instant(expression, at: moment, in: store) {
        case .scalar(let sample): .series(type: "scalar", [Series(labels: Labels(), samples: [sample])])
        case .vector(let elements):
            .series(type: "vector", elements.map { Series(labels: $0.labels, samples: [$0.sample]) })
        case .matrix(let series): .series(type: "matrix", series)
        case .string(let text): .text(text)
        }
    }

    private static func json(_ answer: Answer) -> String {
        switch answer {
        case .failure(let reason): return "{\"error\":\(JSONText.quoted(reason))}"
        case .text(let text): return "{\"type\":\"string\",\"text\":\(JSONText.quoted(text))}"
        case .series(let type, let series):
            return "{\"type\":\"\(type)\",\"series\":[\(series.map(json).joined(separator: ","))]}"
        }
    }

    private static func json(_ series: Series) -> String {
        let labels = series.labels.map { "\(JSONText.quoted($0.name)):\(JSONText.quoted($0.value))" }
        let samples = series.samples.map { "[\($0.timestamp.milliseconds),\"\(NumberText.format($0.value))\"]" }
        return "{\"labels\":{\(labels.joined(separator: ","))},\"samples\":[\(samples.joined(separator: ","))]}"
    }
}
