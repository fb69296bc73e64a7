internal import PromModel
package import PromQL

/// Carries out the commands of a test file.
package struct TestRun {
    /// What is wrong with an answer.
    struct Mismatch {
        var reason: String
    }

    let engine: PromQLEngine
    let features: PromQLFeatures
    /// How the evaluations turned out so far.
    package private(set) var report = Report()
    private(set) var store = SampleStore()

    /// Creates a run that has evaluated nothing yet.
    package init(engine: PromQLEngine, features: PromQLFeatures = .all) {
        self.engine = engine
        self.features = features
    }

    /// Creates a run with the engine that Prometheus tests its own cases with, of one major version.
    ///
    /// `hasLateCorrections` and `hasNewestCorrections` are those of the engine's options.
    package init(
        semantics: PromQLEngine.WindowSemantics,
        hasLateCorrections: Bool? = nil,
        hasNewestCorrections: Bool = true,
        features: PromQLFeatures = .all
    ) {
        // Version 3 switches some things on for its tests, though not for its server.
        let isThree = semantics == .leftOpen
        let options = PromQLEngine.Options(
            windowSemantics: semantics,
            hasLateCorrections: hasLateCorrections,
            delaysNameRemoval: isThree,
            usesStartTimes: isThree,
            hasNewestCorrections: hasNewestCorrections
        )
        self.init(engine: PromQLEngine(options: options), features: features)
    }

    /// Carries out all commands of a script.
    package mutating func run(_ script: TestScript) {
        for command in script.commands {
            switch command.action {
            case .clear:
                store = SampleStore()
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
        // Of several lines for one series the last counts.
        var lines: [Labels: Int] = [:]
        for (index, line) in load.series.enumerated() {
            lines[line.labels] = index
        }
        for (labels, index) in lines {
            for (position, item) in load.series[index].items.enumerated() {
                let time = Timestamp(milliseconds: 0).after(position, steps: load.interval)
                let starts = load.starts[index]
                let start = position < starts.count ? starts[position].map { time + .milliseconds($0) } : nil
                switch item {
                case .nothing: continue
                case .number(let value): store.append(labels, Sample(timestamp: time, value: value), start: start)
                case .histogram(let notation):
                    // Older stores of Prometheus do not keep start timestamps of histograms.
                    store.append(
                        labels,
                        HistogramSample(timestamp: time, histogram: notation.histogram),
                        start: engine.options.hasNewestCorrections ? start : nil
                    )
                }
            }
        }
        guard load.addsCustomBuckets else { return }
        for (labels, histograms) in CustomBuckets(load.series).series {
            for (position, histogram) in histograms {
                let time = Timestamp(milliseconds: 0).after(position, steps: load.interval)
                store.append(labels, HistogramSample(timestamp: time, histogram: histogram))
            }
        }
    }

    private mutating func evaluate(_ evaluation: TestScript.Evaluation, line: Int) {
        let expression: Expression
        do throws(PromQLSyntaxError) {
            expression = try PromQLParser.parse(
                evaluation.expression,
                dotMatchesAll: engine.options.windowSemantics == .leftOpen,
                features: features
            )
        } catch {
            refuse(evaluation, error, line: line)
            return
        }
        if let mismatch = mismatch(expression, evaluation) {
            report.fail(line: line, "\(evaluation.expression): \(mismatch.reason)")
        } else {
            report.pass()
        }
    }

    private mutating func refuse(_ evaluation: TestScript.Evaluation, _ error: PromQLSyntaxError, line: Int) {
        let failure = evaluation.expectation.failure
        if let failure, failure.fits(error.description) {
            report.pass()
        } else if let missing = missingFeature(for: evaluation.expression) {
            report.skip(line: line, "needs \(missing): \(evaluation.expression)")
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
            if let sample = series.samples.first(where: { $0.timestamp == moment }) {
                return VectorSample(labels: series.labels, sample: sample)
            }
            return series.histograms.first { $0.timestamp == moment }.map {
                let nothing = Sample(timestamp: moment, value: .nan)
                return VectorSample(labels: series.labels, sample: nothing, histogram: $0.histogram)
            }
        }
        if expression.type == .scalar, let first = middle.first {
            return Comparison(evaluation).mismatch(of: .scalar(first.sample))
        }
        return Comparison(evaluation).mismatch(of: .vector(middle))
    }
}
