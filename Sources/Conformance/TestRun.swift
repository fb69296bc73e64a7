internal import PromModel
package import PromQL

/// Carries out the commands of a test file.
package struct TestRun {
    /// What is wrong with an answer.
    struct Mismatch {
        var reason: String
    }

    let engine: PromQLEngine
    /// How the evaluations turned out so far.
    package private(set) var report = Report()
    private(set) var store = SampleStore()
    /// Series that hold what the engine does not have, and what that is.
    private(set) var foreign: [(labels: Labels, reason: String)] = []

    /// Creates a run that has evaluated nothing yet.
    package init(engine: PromQLEngine) {
        self.engine = engine
    }

    /// Creates a run with the engine that Prometheus tests its own cases with, of one major version.
    package init(semantics: PromQLEngine.WindowSemantics) {
        // Version 3 switches delayed removal of names on for its tests, though not for its server.
        let isThree = semantics == .leftOpen
        self.init(engine: PromQLEngine(options: .init(windowSemantics: semantics, delaysNameRemoval: isThree)))
    }

    /// Carries out all commands of a script.
    package mutating func run(_ script: TestScript) {
        for command in script.commands {
            switch command.action {
            case .clear:
                store = SampleStore()
                foreign = []
            case .load(let load):
                self.load(load)
            case .unreadable(let reason):
                report.fail(line: command.line, reason)
            case .evaluate(let evaluation):
                evaluate(evaluation, line: command.line)
            }
        }
    }

    private mutating func load(_ load: TestScript.Load) {
        foreign += load.foreign
        // Of several lines for one series the last counts.
        var values: [Labels: [Double?]] = [:]
        for line in load.series {
            values[line.labels] = line.values
        }
        for (labels, items) in values {
            for (position, value) in items.enumerated() {
                guard let value else { continue }
                let time = Timestamp(milliseconds: 0).after(position, steps: load.interval)
                store.append(labels, Sample(timestamp: time, value: value))
            }
        }
    }

    private mutating func evaluate(_ evaluation: TestScript.Evaluation, line: Int) {
        if evaluation.isNative {
            report.skip(line: line, "native histograms expected: \(evaluation.expression)")
            return
        }
        let expression: Expression
        do throws(PromQLSyntaxError) {
            expression = try PromQLParser.parse(
                evaluation.expression,
                dotMatchesAll: engine.options.windowSemantics == .leftOpen
            )
        } catch {
            refuse(evaluation, error, line: line)
            return
        }
        let mismatch = mismatch(expression, evaluation)
        // Where something is missing, an answer still counts that is as expected and neither nothing nor an error.
        if let reason = obstacle(to: expression), mismatch != nil || !evaluation.expectsValues {
            report.skip(line: line, "\(reason) selected: \(evaluation.expression)")
        } else if let mismatch {
            report.fail(line: line, "\(evaluation.expression): \(mismatch.reason)")
        } else {
            report.pass()
        }
    }

    /// Judges an evaluation whose expression cannot be read.
    private mutating func refuse(_ evaluation: TestScript.Evaluation, _ error: PromQLSyntaxError, line: Int) {
        let failure = evaluation.expectation.failure
        if let failure, failure.fits(error.description) {
            report.pass()
        } else if let syntax = ForeignSyntax.name(in: evaluation.expression) {
            report.skip(line: line, "\(syntax): \(evaluation.expression)")
        } else {
            let wanted = failure.map { "expected to fail with \($0.text), got " } ?? ""
            report.fail(line: line, "\(evaluation.expression): \(wanted)\(error)")
        }
    }

    /// What is wrong with the engine's answer or error; nil if nothing is.
    private func mismatch(_ expression: Expression, _ evaluation: TestScript.Evaluation) -> Mismatch? {
        let failure = evaluation.expectation.failure
        do throws(PromQLError) {
            let mismatch = try answer(expression, evaluation)
            return failure == nil ? mismatch : Mismatch(reason: "expected to fail, but gave an answer")
        } catch {
            guard let failure else { return Mismatch(reason: error.description) }
            if failure.fits(error.description) { return nil }
            return Mismatch(reason: "expected to fail with \(failure.text), got \(error)")
        }
    }

    /// Evaluates an expression; what is wrong with the answer, if anything.
    private func answer(
        _ expression: Expression,
        _ evaluation: TestScript.Evaluation
    ) throws(PromQLError) -> Mismatch? {
        let comparison = Comparison(evaluation)
        let log = AnnotationLog()
        if let range = evaluation.range {
            let series = try engine.range(
                expression,
                from: range.start,
                through: range.end,
                step: range.step,
                in: store,
                log: log
            )
            return comparison.mismatch(of: log.annotations) ?? comparison.mismatch(of: series, at: range)
        }
        let result = try engine.instant(expression, at: evaluation.moment, in: store, log: log)
        if let mismatch = comparison.mismatch(of: log.annotations) ?? comparison.mismatch(of: result) {
            return mismatch
        }
        if let mismatch = try answerElsewhere(expression, evaluation) { return mismatch }
        guard !evaluation.expectation.isOrdered, expression.type == .vector || expression.type == .scalar,
            !expression.asksForQuery
        else { return nil }
        return try answerInRange(expression, evaluation)
    }

    /// Evaluates an expression fixed at its moment at others, which has to give the same answer.
    private func answerElsewhere(
        _ expression: Expression,
        _ evaluation: TestScript.Evaluation
    ) throws(PromQLError) -> Mismatch? {
        guard !TestRun.isBoundToMoment(expression) else { return nil }
        let pinned = expression.pinned(at: evaluation.moment)
        guard pinned != expression else { return nil }
        for moment in TestRun.otherMoments(than: evaluation.moment) {
            let result = try engine.instant(pinned, at: moment, in: store)
            if let mismatch = Comparison(evaluation).mismatch(of: result) {
                return Mismatch(reason: "\(pinned) at \(moment.seconds) s: \(mismatch.reason)")
            }
        }
        return nil
    }

    /// Evaluates an expression in the middle of a range, which has to give the same answer as the moment alone.
    private func answerInRange(
        _ expression: Expression,
        _ evaluation: TestScript.Evaluation
    ) throws(PromQLError) -> Mismatch? {
        let (moment, minute) = (evaluation.moment, Duration.seconds(60))
        let around = try engine.range(
            expression,
            from: moment - minute,
            through: moment + minute,
            step: minute,
            in: store
        )
        let middle = around.compactMap { series -> VectorSample? in
            series.samples.first { $0.timestamp == moment }.map { VectorSample(labels: series.labels, sample: $0) }
        }
        if expression.type == .scalar, let first = middle.first {
            return Comparison(evaluation).mismatch(of: .scalar(first.sample))
        }
        return Comparison(evaluation).mismatch(of: .vector(middle))
    }
}
