internal import PromModel
package import PromQL

/// Carries out the commands of a test file.
package struct TestRun {
    /// What is wrong with an answer.
    struct Mismatch: Error {
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
        if let reason = obstacle(to: expression) {
            report.skip(line: line, "\(reason) selected: \(evaluation.expression)")
            return
        }
        do throws(Mismatch) {
            try check(expression, evaluation)
            report.pass()
        } catch {
            report.fail(line: line, "\(evaluation.expression): \(error.reason)")
        }
    }

    /// Judges an evaluation whose expression cannot be read.
    private mutating func refuse(_ evaluation: TestScript.Evaluation, _ error: PromQLSyntaxError, line: Int) {
        if let failure = evaluation.expectation.failure {
            if failure.fits(error.description) {
                report.pass()
            } else {
                let wanted = "expected to fail with \(failure.text), got \(error)"
                report.fail(line: line, "\(evaluation.expression): \(wanted)")
            }
        } else if let syntax = ForeignSyntax.name(in: evaluation.expression) {
            report.skip(line: line, "\(syntax): \(evaluation.expression)")
        } else {
            report.fail(line: line, "\(evaluation.expression): \(error)")
        }
    }

    private func check(_ expression: Expression, _ evaluation: TestScript.Evaluation) throws(Mismatch) {
        let mismatch: Mismatch?
        do throws(PromQLError) {
            mismatch = try answer(expression, evaluation)
        } catch {
            guard let failure = evaluation.expectation.failure else { throw Mismatch(reason: error.description) }
            if failure.fits(error.description) { return }
            throw Mismatch(reason: "expected to fail with \(failure.text), got \(error)")
        }
        if evaluation.expectation.failure != nil {
            throw Mismatch(reason: "expected to fail, but gave an answer")
        }
        if let mismatch { throw mismatch }
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
