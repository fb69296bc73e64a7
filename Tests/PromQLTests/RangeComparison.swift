import PromModel
import PromQL
import Testing

/// A range query held against instant queries at each of its steps: two ways to the same numbers.
struct RangeComparison {
    let engine: PromQLEngine
    let store: SampleStore
    let start: Timestamp
    let end: Timestamp
    let step: Duration

    /// Expects each step to give what an instant query gives, to the last bit; returns how many values there were.
    @discardableResult
    func expectSame(_ query: String) throws -> Int {
        let expression = try PromQLParser.parse(query)
        let log = AnnotationLog()
        let series = try engine.range(expression, from: start, through: end, step: step, in: store, log: log)
        #expect(series.map(\.labels) == series.map(\.labels).sorted(), "\(query)")
        // The end of the query is the moment itself for an instant query.
        let pinned = try PromQLParser.parse(query.replacing("end()", with: "\(end.milliseconds / 1000)"))
        let pinnedLog = AnnotationLog()
        var moment = start
        while moment <= end {
            var expected: [Labels: Double] = [:]
            var expectedHistograms: [Labels: FloatHistogram] = [:]
            switch try engine.instant(pinned, at: moment, in: store, log: pinnedLog) {
            case .vector(let elements):
                for element in elements {
                    if let histogram = element.histogram {
                        expectedHistograms[element.labels] = histogram
                    } else {
                        expected[element.labels] = element.sample.value
                    }
                }
            case .scalar(let sample): expected[[:]] = sample.value
            default: Issue.record("no vector")
            }
            var found: [Labels: Double] = [:]
            var foundHistograms: [Labels: FloatHistogram] = [:]
            for one in series {
                for sample in one.histograms where sample.timestamp == moment {
                    foundHistograms[one.labels] = sample.histogram
                }
                for sample in one.samples where sample.timestamp == moment { found[one.labels] = sample.value }
            }
            #expect(
                found.mapValues(\.bitPattern) == expected.mapValues(\.bitPattern),
                "\(query) at \(moment.seconds)"
            )
            #expect(foundHistograms == expectedHistograms, "\(query) at \(moment.seconds)")
            #expect(foundHistograms.mapValues(\.hint) == expectedHistograms.mapValues(\.hint), "\(query)")
            moment = moment + step
        }
        let said = [log, pinnedLog].map { Set($0.annotations.map(\.description)) }
        #expect(said[0] == said[1], "\(query)")
        return series.reduce(0) { $0 + $1.samples.count + $1.histograms.count }
    }
}
