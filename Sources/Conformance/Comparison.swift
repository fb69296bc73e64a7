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
                let found = Found(number: element.sample.value, histogram: element.histogram)
                return wrong("unexpected element \(element.labels) \(found)")
            }
            if evaluation.expectation.isOrdered && index != position {
                return wrong("expected \(element.labels) at position \(index), got it at \(position)")
            }
            guard let expected = evaluation.expected[index].items.first else { continue }
            let found = Found(number: element.sample.value, histogram: element.histogram)
            if let reason = difference(of: found, from: expected) {
                return wrong("expected \(reason) for \(element.labels), got \(found)")
            }
        }
        let present = Set(elements.map(\.labels))
        let missing = evaluation.expected.first { !present.contains($0.labels) }
        return missing.map { wrong("expected \($0.labels), got nothing") }
    }

    /// What is wrong with series whose samples have to lie at the given moments; nil if nothing is.
    func mismatch(of series: [Series], at steps: TestScript.Steps) -> TestRun.Mismatch? {
        var expected: [Labels: [SequenceNotation.Item]] = [:]
        if let scalar = evaluation.expectedScalar { expected[Labels()] = [.number(scalar)] }
        for line in evaluation.expected {
            expected[line.labels] = line.items
        }
        expected = expected.filter { $0.value.contains { !$0.isNothing } }
        for one in series {
            guard let items = expected.removeValue(forKey: one.labels) else {
                return wrong("unexpected \(one.labels)")
            }
            if let reason = difference(of: one, from: items, at: steps) { return wrong(reason) }
        }
        return expected.keys.first.map { wrong("expected \($0), got nothing") }
    }

    private func difference(
        of series: Series,
        from items: [SequenceNotation.Item],
        at steps: TestScript.Steps
    ) -> String? {
        var found: [Timestamp: Found] = [:]
        for sample in series.samples {
            found[sample.timestamp] = Found(number: sample.value)
        }
        for sample in series.histograms {
            found[sample.timestamp] = Found(number: .nan, histogram: sample.histogram)
        }
        for (position, item) in items.enumerated() {
            let got = found.removeValue(forKey: steps.start.after(position, steps: steps.step))
            if let wanted = difference(of: got, from: item) {
                let text = got.map { "\($0)" } ?? "nothing"
                return "expected \(wanted) for \(series.labels) at position \(position), got \(text)"
            }
        }
        return found.isEmpty ? nil : "\(found.count) more samples of \(series.labels) than expected"
    }

    /// A value of an answer.
    private struct Found: CustomStringConvertible {
        var number: Double
        var histogram: FloatHistogram?

        var description: String { histogram?.notation ?? "\(number)" }
    }

    /// What was expected in place of a value; nil if it is that.
    private func difference(of found: Found?, from item: SequenceNotation.Item) -> String? {
        switch item {
        case .nothing: return found == nil ? nil : "nothing"
        case .number(let wanted):
            guard let found, found.histogram == nil, areAlmostEqual(wanted, found.number) else { return "\(wanted)" }
            return nil
        case .histogram(let notation):
            let wanted = notation.histogram
            guard let histogram = found?.histogram, areAlmostEqual(wanted.compacted, histogram.compacted),
                !notation.hasHint || wanted.hint == histogram.hint
            else { return wanted.notation }
            return nil
        }
    }

    private func areAlmostEqual(_ one: FloatHistogram, _ other: FloatHistogram) -> Bool {
        one.schema == other.schema && one.zeroThreshold == other.zeroThreshold
            && (!one.hasCustomBounds || one.customBounds == other.customBounds)
            && areAlmostEqual(one.count, other.count) && areAlmostEqual(one.sum, other.sum)
            && areAlmostEqual(one.zeroCount, other.zeroCount) && areAlmostEqual(one.positive, other.positive)
            && areAlmostEqual(one.negative, other.negative)
    }

    private func areAlmostEqual(_ one: HistogramBuckets, _ other: HistogramBuckets) -> Bool {
        one.indexes == other.indexes && zip(one.counts, other.counts).allSatisfy(areAlmostEqual)
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
