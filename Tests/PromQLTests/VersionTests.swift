import PromModel
import PromQL
import Testing

/// What versions of Prometheus answer differently, or alike against expectation; each value is a real server's.
@Suite struct VersionTests {
    private static let early = PromQLEngine.Options(windowSemantics: .closed)
    private static let late = PromQLEngine.Options(windowSemantics: .closed, hasLateCorrections: true)
    private static let versions = [early, late, PromQLEngine.Options()]

    private func answer(_ text: String, at seconds: Double, _ options: PromQLEngine.Options) throws -> [VectorSample] {
        // The first samples are missing, so that the window is longer than they reach.
        let store = try Fixture.store(["a": [nil, nil, 10, 20, 30]])
        let result = try PromQLEngine(options: options)
            .instant(PromQLParser.parse(text), at: Timestamp(seconds: seconds), in: store)
        guard case .vector(let elements) = result else { return [] }
        return elements
    }

    @Test(
        "The time of a sample is its own for a plain selector, and that of the evaluation for all that computes",
        arguments: [
            ("timestamp(a)", 60), ("timestamp((a))", 60), ("timestamp(a offset 15s)", 45), ("timestamp(a @ 50)", 45),
            ("timestamp(+a)", 67), ("timestamp((+(a)))", 67), ("timestamp(++a)", 67), ("timestamp(-a)", 67),
            ("timestamp(+a offset 15s)", 67), ("timestamp(+a @ 50)", 67), ("timestamp(a * 1)", 67),
        ] as [(text: String, seconds: Double)],
        versions
    )
    func sampleTime(question: (text: String, seconds: Double), options: PromQLEngine.Options) throws {
        #expect(try answer(question.text, at: 67, options).map(\.sample.value) == [question.seconds])
    }

    @Test("Within version 2 the start of a counter's window came to be chosen as in version 3")
    func extrapolation() throws {
        let increases = try Self.versions.map { try answer("increase(a[1m])", at: 60, $0).map(\.sample.value) }
        #expect(increases == [[30], [25], [25]])
    }

    @Test("Within version 2 atan2 came to drop the metric name")
    func name() throws {
        let names = try Self.versions.map { try answer("a atan2 1", at: 60, $0).map(\.labels.metricName) }
        #expect(names == [["a"], [""], [""]])
    }
}
