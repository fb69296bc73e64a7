package import Diagnosis
package import GoldenSignals
import PromModel

/// Whether the screen goes to the worst service by itself.
package struct Follow: Sendable, Equatable {
    /// No key was pressed yet, and no service asked for.
    package var isOn: Bool
    /// When it went to another one last.
    var switchedAt: Timestamp?
    /// Why it goes to the one that is asked for now; nil once that is there.
    var reason: String?
}

extension DashboardState {
    /// Numbers of the services that are older say nothing of now.
    private static let longestAge = Duration.seconds(60)

    /// What the other services mean for the one on the screen, or for what was frozen.
    package var otherServices: OtherServices { otherServices(shownServices, shown, at: shownNow) }

    /// The same of now, whatever is shown.
    var liveOtherServices: OtherServices { otherServices(servicesList, live, at: now) }

    /// How one of many services is, as the list has it: what was broken stays so until it is clearly kept again.
    ///
    /// By its numbers alone where the list has not seen it.
    package func listedHealth(of service: ServiceOverview) -> ServiceHealth {
        if let record = servicesList.record(of: service) { return record.health }
        let limits = settings.limits(of: service.service, called: service.service.name)
        return service.health(limits: limits, window: live.report?.window ?? settings.window)
    }

    /// How much the service on the screen is broken by the list of services.
    var listedUrgencyHere: Urgency {
        guard let report = live.report else { return .none }
        let here = report.services.first { service in
            report.isAbout(service.service, called: service.service.name, by: service.profile)
        }
        return here.flatMap { servicesList.record(of: $0)?.health.urgency } ?? .none
    }

    private func otherServices(_ list: ServicesList, _ source: SourceState, at moment: Timestamp) -> OtherServices {
        guard !list.broken.isEmpty, let report = source.report, let at = list.at,
            moment - at <= settings.interval * 3 + Self.longestAge
        else { return .none }
        let others = list.broken.filter { service in
            service.key != report.key
                && !report.isAbout(service.key, called: service.key.name, by: service.profile)
        }
        guard !others.isEmpty else { return .none }
        return OtherServices(
            others,
            of: report.key,
            urgency: source.verdict.urgency,
            breach: source.verdict.breachOfService,
            began: source.verdict.seenToBegin,
            earliest: source.verdict.earliestBegin(window: report.window),
            calls: list.calls
        )
    }
}

extension Verdict {
    /// The signal that is over its limit, and how far; nil where none is.
    fileprivate var breachOfService: BrokenService.Breach? {
        guard case .breach(let breach) = self, let value = breach.value else { return nil }
        return BrokenService.Breach(signal: breach.limit.signal, value: value)
    }

    /// When a breach has hardly begun before; one that was not looked into yet was found within its window.
    fileprivate func earliestBegin(window: Duration) -> Timestamp? {
        guard case .breach(let breach) = self else { return seenToBegin }
        return breach.estimate?.earliest ?? breach.since - window / 2
    }

    /// When what is broken began, where somebody saw it well before.
    fileprivate var seenToBegin: Timestamp? {
        switch self {
        case .breach(let breach): breach.isOlderThanData ? nil : breach.since
        case .traffic(let change): change.since
        case .crashLoop(let loop): loop.since
        case .clientErrors(let breach): breach.since
        case .targetsDown(let outage): outage.isOlderThanData ? nil : outage.since
        case .waiting, .unknown, .untrusted, .unjudged, .noData, .idle, .tooFew, .ok: nil
        }
    }
}
