import PromModel

/// What a look at a source found, step by step from its address to the numbers: pure, from what a few polls said.
package struct Examination: Sendable, Equatable {
    /// How a step went.
    package enum Verdict: String, Sendable {
        case good
        /// The numbers can be read with care.
        case odd
        /// No number comes past this step.
        case bad
        /// Nobody could look.
        case unknown
    }

    /// One step.
    package struct Step: Sendable, Equatable {
        package let name: String
        package let verdict: Verdict
        /// What was found, in a sentence.
        package let finding: String
        /// What shows it.
        package let evidence: [String]
        /// What to do next; nil where nothing is to be done.
        package let next: String?
    }

    /// In the order in which a number is made.
    package let steps: [Step]

    /// The worst of them.
    package var verdict: Verdict {
        for verdict in [Verdict.bad, .odd, .unknown] where steps.contains(where: { $0.verdict == verdict }) {
            return verdict
        }
        return .good
    }

    /// Looks at what the last poll said; `limits` are those that the screen judges by.
    package init(_ update: SourceUpdate, limits: [Limit]) {
        var steps = [Self.reach(update)]
        if steps[0].verdict != .bad {
            steps += [Self.targets(update), Self.time(update), Self.metrics(update)]
            if update.report?.profile.isEmpty == false {
                steps += [
                    Self.samples(update), Self.failures(update), Self.latency(update, limits), Self.saturation(update),
                ]
            }
            steps.append(Self.cost(update))
        }
        self.steps = steps
    }

    private static func reach(_ update: SourceUpdate) -> Step {
        let source = update.report?.source ?? "the source"
        if let failure = update.failure {
            return Step(
                name: "reach",
                verdict: .bad,
                finding: "\(source) gives no answer that can be used",
                evidence: [FailureReason(failure).sentence],
                next: isCostly(failure)
                    ? "ask for less, by one --service and a shorter --window or --span, or raise the server's limit"
                    : "mend the address, the access or the server that the reason names"
            )
        }
        let program = update.report?.dialect.map { ", \($0)" } ?? ""
        return Step(name: "reach", verdict: .good, finding: "\(source) answers\(program)", evidence: [], next: nil)
    }

    /// Whether a server says that a question is too much for it.
    private static func isCostly(_ failure: String) -> Bool {
        ["too many samples", "longer than allowed", "answers too much"].contains { failure.contains($0) }
    }

    private static func targets(_ update: SourceUpdate) -> Step {
        let failed = update.targets.filter { $0.failure != nil }
        let evidence = failed.prefix(5).map { "\($0.instance): \($0.failure ?? "")" }
        let odd = update.targets.compactMap { target in
            (target.defect ?? target.stampProblem).map { "\(target.instance): \($0)" }
        }
        if update.targets.isEmpty {
            return Step(
                name: "targets",
                verdict: .unknown,
                finding: "no target is known: the metrics may be pushed",
                evidence: [],
                next: nil
            )
        }
        let count = "\(update.targets.count - failed.count) of \(update.targets.count) targets answer"
        let verdict: Verdict =
            failed.count == update.targets.count ? .bad : failed.isEmpty && odd.isEmpty ? .good : .odd
        return Step(
            name: "targets",
            verdict: verdict,
            finding: count,
            evidence: evidence + odd.prefix(5),
            next: failed.isEmpty ? nil : "see that the targets run and can be reached from whoever scrapes them"
        )
    }

    private static func time(_ update: SourceUpdate) -> Step {
        let offset = (update.report?.clockOffset ?? .zero).inSeconds
        let isFar = abs(offset) > 5
        return Step(
            name: "time",
            verdict: isFar ? .odd : .good,
            finding: isFar
                ? "its clock is \(Int(abs(offset).rounded())) s \(offset < 0 ? "behind" : "ahead of") ours"
                : "its clock agrees with ours",
            evidence: [],
            next: isFar ? "set both clocks by the same time server" : nil
        )
    }

    private static func metrics(_ update: SourceUpdate) -> Step {
        let report = update.report
        let lines = report?.explanation ?? []
        guard let profile = report?.profile, !profile.isEmpty else {
            return Step(
                name: "metrics",
                verdict: .bad,
                finding: report?.noDataAdvice ?? "nothing counts requests",
                evidence: lines.filter { $0.hasPrefix("no ") || $0.hasPrefix("metrics") }.map(squeezed),
                next: "see 'sretop profile suggest'; a profile in the configuration file can name what no rule knows"
            )
        }
        if profile == MetricProfile.unseen.name {
            return Step(
                name: "metrics",
                verdict: .unknown,
                finding: "how it counts its requests is not known: none of its targets was seen up",
                evidence: [],
                next: "look again when a target answers"
            )
        }
        let found =
            profile == MetricProfile.detectedName
            ? "found by its names, labels and numbers" : "the profile \(profile) fits"
        let kept = ["requests", "latency", "because", "left out", "note"]
        return Step(
            name: "metrics",
            verdict: .good,
            finding: found,
            evidence: lines.filter { line in kept.contains { line.hasPrefix($0) } }.map(squeezed),
            next: nil
        )
    }

    private static func cost(_ update: SourceUpdate) -> Step {
        let milliseconds = update.cost.milliseconds
        let queries = update.report?.queries ?? 0
        let warnings = update.report?.warnings ?? []
        return Step(
            name: "cost",
            verdict: milliseconds > 5000 || !warnings.isEmpty ? .odd : .good,
            finding: "a poll takes \(milliseconds) ms and \(queries) question\(queries == 1 ? "" : "s")",
            evidence: warnings,
            next: milliseconds > 5000 ? "give the source more time between polls (--every)" : nil
        )
    }

    private static func squeezed(_ line: String) -> String {
        line.split(separator: " ").joined(separator: " ")
    }
}

extension Examination {
    /// In lines for a person.
    package var lines: [String] {
        steps.flatMap { step in
            let mark = [Verdict.good: "ok", .odd: "odd", .bad: "BAD", .unknown: "?"][step.verdict] ?? "?"
            let head = "\(padded(mark, 4)) \(padded(step.name, 11)) \(step.finding)"
            return [head] + step.evidence.map { "                 \($0)" }
                + (step.next.map { ["                 next: \($0)"] } ?? [])
        }
    }

    /// As JSON, on one line.
    package var json: String {
        let steps = steps.map { step in
            let evidence = step.evidence.map(JSONText.quoted).joined(separator: ",")
            return "{\"step\":\(JSONText.quoted(step.name)),\"verdict\":\"\(step.verdict.rawValue)\","
                + "\"finding\":\(JSONText.quoted(step.finding)),\"evidence\":[\(evidence)],"
                + "\"next\":\(step.next.map(JSONText.quoted) ?? "null")}"
        }
        return "{\"verdict\":\"\(verdict.rawValue)\",\"steps\":[\(steps.joined(separator: ","))]}"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
