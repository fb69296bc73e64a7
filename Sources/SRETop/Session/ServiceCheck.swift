import Dashboard
import Diagnosis
import Gates
import GoldenSignals
import PromModel
import TerminalUI

/// What a check says about the services of a source.
struct ServiceCheck: Sendable {
    /// The status of a service that nobody asks.
    let idle: CheckStatus

    /// The service on the screen.
    func result(_ looked: LookedSource) -> CheckResult {
        let state = looked.state
        let name = state.settings.service
        if let problem = looked.problem {
            return CheckResult(subject: name, status: .unknown, words: problem)
        }
        var words = StreamLine.evidence(state)
        if words.count < 2, let numbers = Self.numbers(state.live.snapshot) {
            words.append(numbers)
        } else if state.live.snapshot?.isThin == true {
            words.append("its window is not full")
        }
        return CheckResult(
            subject: name,
            status: CheckStatus(state.live.verdict, idle: idle),
            words: words.joined(separator: "; "),
            performance: state.live.snapshot.map { PerformanceDatum.all(of: $0, limits: state.settings.limits) } ?? []
        )
    }

    /// Every service of a Prometheus: the one on the screen by its verdict, the others by one evaluation each.
    func results(_ looked: LookedSource) -> [CheckResult] {
        guard let report = looked.state.live.report, !report.services.isEmpty, looked.problem == nil else {
            return [result(looked)]
        }
        let settings = looked.state.settings
        return report.services.map { service in
            if service.service == report.key, service.profile == report.profile { return result(looked) }
            let limits = settings.limits(of: service.service, called: service.service.name)
            let health = service.health(limits: limits, window: report.window)
            return CheckResult(
                subject: service.service.name,
                status: CheckStatus(health, idle: idle),
                words: Self.words(service, health, limits, window: report.window),
                performance: PerformanceDatum.all(of: service, limits: limits)
            )
        }
    }

    private static func words(
        _ service: ServiceOverview,
        _ health: ServiceHealth,
        _ limits: [Limit],
        window: Duration
    ) -> String {
        switch health {
        case .down: return "no target answers"
        case .untrusted:
            return service.distrust?.description
                ?? "several processes answer in turn: its numbers cannot be trusted"
        case .noData where service.isUnsettled == true:
            return "its counters jumped: the next samples tell whether that is traffic"
        case .noData: return "no data"
        case .unjudged: return "failures not judged: \(service.unjudgedFailures ?? "")"
        case .idle: return "idle: no request"
        case .tooFew, .ok, .warning, .critical: break
        }
        let broken = limits.filter { limit in service[limit.signal].map { $0 > limit.threshold } ?? false }
        var words = broken.map { limit in
            let value = service[limit.signal] ?? 0
            return "\(limit.signal.label) \(GateText.value(value, limit.signal.unit)) > "
                + GateText.value(limit.threshold, limit.signal.unit)
                + (service.breaks(limit, window: window) ? "" : " may be chance")
        }
        if let up = service.targetsUp, let total = service.targetsTotal, up < total {
            words.append("\(up)/\(total) targets up")
        }
        if let restarts = service.restarts {
            words.append("\(restarts) restarts in \(TimeText.span(ServiceOverview.restartReach))")
        }
        if let change = service.trafficChange(window: window), let rate = service.requestRate {
            let usual = service.habit?.expected(recent: nil, now: rate) ?? 0
            words.append(Self.words(change, from: usual, to: rate))
        }
        if health == .tooFew { words.append("few requests") }
        if words.isEmpty {
            words = [
                service.errorShare.map { "5xx \(GateText.percent($0))" },
                service.p95.map { "p95 \(GateText.seconds($0))" },
                service.requestRate.map { GateText.value($0, .perSecond) },
            ]
            .compactMap { $0 }
        }
        if let refusals = service.refusals { words.append("\(refusals.text) of the requests") }
        if service.isPartial { words.append("its window is not full") }
        return words.joined(separator: ", ")
    }

    private static func words(_ change: TrafficChange.Kind, from usual: Double, to now: Double) -> String {
        let usual = "\(GateText.value(usual, .perSecond)) usual"
        switch change {
        case .stopped: return "traffic stopped, \(usual)"
        case .fell: return "traffic fell to \(GateText.value(now, .perSecond)), \(usual)"
        case .rose: return "traffic rose to \(GateText.value(now, .perSecond)), \(usual)"
        case .low: return "traffic under its limit"
        }
    }

    private static func numbers(_ snapshot: SignalSnapshot?) -> String? {
        guard let snapshot else { return nil }
        var shown = [Signal.requestRate, .errorShare, .p95Latency].compactMap { signal in
            snapshot[signal].value.map { "\(signal.label) \(GateText.value($0, signal.unit))" }
        }
        guard !shown.isEmpty else { return nil }
        if snapshot.isPartial { shown.append("its window is not full") }
        return shown.joined(separator: ", ")
    }
}
