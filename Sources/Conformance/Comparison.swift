internal import PromModel
internal import PromQL

/// Compares answers with what a test file expects.
struct Comparison {
    private let evaluation: TestScript.Evaluation

    init(_ evaluation: TestScript.Evaluation) {
        self.evaluation = evaluation
    }

    /// What is wrong with what was said beside an answer; nil if nothing is.
    func mismatch(of annotations: [Annotation]) -> TestRun.Mismatch? {
        guard evaluation.expectation.failure == nil else { return nil }
        return evaluation.expectation.mismatch(
            warnings: annotations.filter(\.isWarning).map(\.description),
            infos: annotations.filter { !$0.isWarning }.map(\.description)
        ).map(wrong)
    }

    /// What is wrong with the answer to an instant evaluation; nil if nothing is.
    func mismatch(of result: QueryResult) -> TestRun.Mismatch? {
        switch result {
        case .scalar(let sample):
            guard let expected = evaluation.expectedScalar else { return wrong("got scalar \(sample.value)") }
            return areAlmostEqual(expected, sample.value) ? nil : wrong("expected \(expected), got \(sample.value)")
        case .string(let text):
            return text == evaluation.expectedString ?? "" ? nil : wrong("got the text \(text)")
        case .vector(let elements):
            return mismatch(of: elements)
        case .matrix(let series):
            guard let steps = evaluation.rangeVector else {
                return wrong("got a range vector of \(series.count) series")
            }
            return mismatch(of: series, at: steps)
        }
    }

    private func mismatch(of elements: [VectorSample]) -> TestRun.Mismatch? {
        if evaluation.expectedScalar != nil { return wrong("expected a scalar, got \(elements.count) elements") }
        if evaluation.rangeVector != nil { return wrong("expected a range vector, got \(elements.count) elements") }
        for (position, element) in elements.enumerated() {
            guard let index = evaluation.expected.firstIndex(where: { $0.labels == element.labels }) else {
                return wrong("unexpected element \(element.labels) \(element.sample.value)")
            }
            if evaluation.expectation.isOrdered && index != position {
                return wrong("expected \(element.labels) at position \(index), got it at \(position)")
            }
            guard let expected = evaluation.expected[index].values.first ?? nil else { continue }
            if !areAlmostEqual(expected, element.sample.value) {
                return wrong("expected \(expected) for \(element.labels), got \(element.sample.value)")
            }
        }
        let present = Set(elements.map(\.labels))
        let missing = evaluation.expected.first { !present.contains($0.labels) }
        return missing.map { wrong("expected \($0.labels), got nothing") }
    }

    /// What is wrong with series whose samples have to lie at the given moments; nil if nothing is.
    func mismatch(of series: [Series], at steps: TestScript.Steps) -> TestRun.Mismatch? {
        var expected: [Labels: [Double?]] = [:]
        if let scalar = evaluation.expectedScalar { expected[Labels()] = [scalar] }
        for line in evaluation.expected {
            expected[line.labels] = line.values
        }
        expected = expected.filter { $0.value.contains { $0 != nil } }
        for one in series {
            guard let values = expected.removeValue(forKey: one.labels) else {
                return wrong("unexpected \(one.labels)")
            }
            if let reason = difference(of: one, from: values, at: steps) { return wrong(reason) }
        }
        return expected.keys.first.map { wrong("expected \($0), got nothing") }
    }

    private func difference(of series: Series, from values: [Double?], at steps: TestScript.Steps) -> String? {
        var samples = series.samples[...]
        for (position, value) in values.enumerated() {
            let time = steps.start.after(position, steps: steps.step)
            let sample = samples.first.flatMap { $0.timestamp == time ? $0 : nil }
            if sample != nil { samples.removeFirst() }
            let agrees = value.map { areAlmostEqual($0, sample?.value ?? .signalingNaN) } ?? true
            if !agrees || (value == nil) != (sample == nil) {
                let wanted = value.map { "\($0)" } ?? "nothing"
                let got = sample.map { "\($0.value)" } ?? "nothing"
                return "expected \(wanted) for \(series.labels) at position \(position), got \(got)"
            }
        }
        return samples.isEmpty ? nil : "\(samples.count) more samples of \(series.labels) than expected"
    }

    private func wrong(_ reason: String) -> TestRun.Mismatch {
        TestRun.Mismatch(reason: reason)
    }

    /// Whether two values agree to one part in a million, as Prometheus's own tests demand.
    private func areAlmostEqual(_ one: Double, _ other: Double) -> Bool {
        let tolerance = 0.000_001
        if one.isNaN && other.isNaN { return !one.isSignalingNaN && !other.isSignalingNaN }
        if one == other { return true }
        let difference = abs(one - other)
        if one == 0 || other == 0 || difference < .leastNormalMagnitude {
            return difference < tolerance * .leastNormalMagnitude
        }
        return difference / (abs(one) + abs(other)) < tolerance
    }
}
