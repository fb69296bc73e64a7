package import GoldenSignals
package import PromModel

/// What the other services mean for the one on the screen.
package struct OtherServices: Sendable, Equatable {
    /// Why another one may be the cause.
    package enum Cause: Sendable, Equatable {
        /// The service on the screen calls it, directly or through others that are broken too.
        case called(BrokenService, isDirect: Bool)
        /// It broke before; no call is known.
        case earlier(BrokenService, by: Duration)

        /// Which one.
        package var service: BrokenService {
            switch self {
            case .called(let service, _), .earlier(let service, _): service
            }
        }
    }

    /// What broke longer before is another matter.
    private static let longestLead = Duration.seconds(300)
    /// Onsets are known to about two evaluations: less is no order.
    private static let leastLead = Duration.seconds(2)

    /// The other ones that are broken, by when they broke.
    package let broken: [BrokenService]
    /// One that is worse than the one on the screen, the worst of them.
    package let worst: BrokenService?
    /// One that explains what is broken on the screen.
    package let cause: Cause?

    /// Nobody else is broken.
    package static let none = OtherServices(broken: [], worst: nil, cause: nil)

    private init(broken: [BrokenService], worst: BrokenService?, cause: Cause?) {
        self.broken = broken
        self.worst = worst
        self.cause = cause
    }

    /// What some broken services mean for one that is not among them.
    ///
    /// `breach` is what is over its limit on the screen. `began` is when the one on the screen broke, nil where it did not or nobody saw it, `earliest` when it had hardly
    /// begun before; `calls` are the known ones.
    package init(
        _ others: [BrokenService],
        of shown: ServiceKey?,
        urgency: Urgency,
        breach: BrokenService.Breach? = nil,
        began: Timestamp?,
        earliest: Timestamp? = nil,
        calls: ServiceCalls
    ) {
        let broken = others.sorted { ($0.since, $0.key.name) < ($1.since, $1.key.name) }
        self.broken = broken
        let cause =
            urgency == .none
            ? nil
            : shown.flatMap { Self.called($0, broken, calls) }
                ?? began.flatMap { Self.earlier(broken, than: $0, hardlyBefore: earliest ?? $0) }
        self.cause = cause
        // One that is critical as well is told as the cause, not twice.
        let worse = broken.filter { service in
            if service.urgency == urgency, service.key == cause?.service.key { return false }
            return service.urgency > urgency || service.urgency == urgency && Self.isFarWorse(service, than: breach)
        }
        // Of several alike the one that broke first.
        worst = worse.reduce(nil) { worst, next in
            guard let worst else { return next }
            return next.urgency > worst.urgency
                || next.urgency == worst.urgency && Self.isFarWorse(next, than: worst.breach) ? next : worst
        }
    }

    /// So many times the failures are worse, however alike the limits that they break.
    private static let farWorse = 3.0

    /// Whether a service fails far more than another one that fails as well.
    private static func isFarWorse(_ service: BrokenService, than breach: BrokenService.Breach?) -> Bool {
        guard let own = service.breach, let breach, own.signal == breach.signal else { return false }
        return own.signal == .errorShare && own.value >= breach.value * farWorse
    }

    /// The deepest broken one behind the service, of several alike the one that broke first.
    private static func called(_ shown: ServiceKey, _ broken: [BrokenService], _ calls: ServiceCalls) -> Cause? {
        let depths = calls.reach(from: shown, among: Set(broken.map(\.key)))
        let deepest = depths.values.max()
        let suspect = broken.first { depths[$0.key] == deepest && deepest != nil }
        return suspect.map { .called($0, isDirect: deepest == 1) }
    }

    /// The one that broke first, shortly before: what may have begun at one moment is in no order.
    private static func earlier(
        _ broken: [BrokenService],
        than began: Timestamp,
        hardlyBefore earliest: Timestamp
    ) -> Cause? {
        let known = broken.first { service in
            let lead = began - service.since
            return !service.isOlderThanData && service.latest <= earliest && lead >= leastLead && lead <= longestLead
        }
        return known.map { .earlier($0, by: began - $0.since) }
    }
}
