internal import PromModel
internal import PromQL

/// Carries out the commands of a test file.
struct TestRun {
    /// What is wrong with an answer.
    struct Mismatch: Error {
        var reason: String
    }

    let engine: PromQLEngine
    private(set) var passed = 0
    private(set) var skipped = 0
    /// The lines whose evaluation gave a wrong answer, and what is wrong with it.
    private(set) var failures: [(line: Int, reason: String)] = []
    private var store = SampleStore()
    /// Metrics that hold native histograms, which the engine does not have.
    private var nativeNames: Set<String> = []

    init(engine: PromQLEngine) {
        self.engine = engine
    }

    mutating func run(_ script: TestScript) {
        for command in script.commands {
            switch command.action {
            case .clear:
                store = SampleStore()
                nativeNames = []
            case .load(let interval, let series, let names):
                load(series, interval: interval)
                nativeNames.formUnion(names)
            case .evaluate(let evaluation):
                if evaluation.isNative || nativeNames.contains(where: evaluation.expression.contains) {
                    skipped += 1
                    continue
                }
                do throws(Mismatch) {
                    try check(evaluation)
                    passed += 1
                } catch {
                    failures.append((command.line, "\(evaluation.expression): \(error.reason)"))
                }
            }
        }
    }

    private mutating func load(_ series: [SequenceNotation], interval: Duration) {
        // Of several lines for one series the last counts.
        var values: [Labels: [Double?]] = [:]
        for line in series {
            values[line.labels] = line.values
        }
        for (labels, items) in values {
            for (position, value) in items.enumerated() {
                guard let value else { continue }
                let time = Timestamp(milliseconds: interval.milliseconds * Int64(position))
                store.append(labels, Sample(timestamp: time, value: value))
            }
        }
    }

    private func check(_ evaluation: TestScript.Evaluation) throws(Mismatch) {
        let expression: Expression
        do throws(PromQLSyntaxError) {
            expression = try PromQLParser.parse(evaluation.expression)
        } catch {
            if evaluation.mustFail { return }
            throw Mismatch(reason: error.description)
        }
        let mismatch: Mismatch?
        do throws(PromQLError) {
            mismatch = try answer(expression, evaluation)
        } catch {
            if evaluation.mustFail { return }
            throw Mismatch(reason: error.description)
        }
        if evaluation.mustFail { throw Mismatch(reason: "expected to fail, but gave an answer") }
        if let mismatch { throw mismatch }
    }

    /// Evaluates an expression; what is wrong with the answer, if anything.
    private func answer(
        _ expression: Expression,
        _ evaluation: TestScript.Evaluation
    ) throws(PromQLError) -> Mismatch? {
        let start = evaluation.start
        if let (end, step) = evaluation.range {
            let series = try engine.range(expression, from: start, through: end, step: step, in: store)
            return Comparison(evaluation).mismatch(ofRange: series, step: step)
        }
        let result = try engine.instant(expression, at: start, in: store)
        if let mismatch = Comparison(evaluation).mismatch(of: result) { return mismatch }
        guard !evaluation.isOrdered, expression.type == .vector || expression.type == .scalar else { return nil }
        // The same moment in the middle of a range has to give the same answer.
        let minute = Duration.seconds(60)
        let around = try engine.range(
            expression,
            from: start - minute,
            through: start + minute,
            step: minute,
            in: store
        )
        let middle = around.compactMap { series -> VectorSample? in
            series.samples.first { $0.timestamp == start }.map { VectorSample(labels: series.labels, sample: $0) }
        }
        if expression.type == .scalar, let first = middle.first {
            return Comparison(evaluation).mismatch(of: .scalar(first.sample))
        }
        return Comparison(evaluation).mismatch(of: .vector(middle))
    }
}
