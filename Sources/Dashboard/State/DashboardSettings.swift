package import GoldenSignals
package import TerminalUI

/// What the screen is set to.
package struct DashboardSettings: Sendable, Equatable {
    /// The service's name.
    package var service: String
    /// Where its numbers come from.
    package var source: String
    /// The kind of source: `direct` or `prom`.
    package var sourceKind: String
    /// The window of every rate.
    package var window: Duration
    /// What the charts show.
    package var span: Duration
    /// Between two polls.
    package var interval: Duration
    /// What is to be kept.
    package var limits: [Limit]
    /// The symbols of the screen.
    package var glyphs: GlyphSet
    /// What to do when there is no data, in words.
    package var noDataAdvice: String
    /// What the colours are.
    package var theme = Theme.standard
    /// The mouse is listened to; the terminal's own selection then needs Shift.
    package var isMouseOn = false
    /// Names of signals lead to the source's own graphs.
    package var hasLinks = false
    /// The terminal's bell rings at a new critical breach.
    package var hasBell = false
    /// How far local time is ahead of UTC.
    package var localOffset = Duration.zero
    /// Times are local; else they are UTC.
    package var isLocalTime = false
    /// Latency charts have a linear axis; else a logarithmic one.
    package var isLatencyLinear = false
    /// A word for where this is, such as `PROD`; empty for none.
    package var place = ""
    /// The limits of services that have none of their own.
    package let commonLimits: [Limit]
    /// Limits of single services, by their name; they take the place of the common ones.
    package var serviceLimits: [String: [Limit]] = [:]
    /// The limits on the traffic and on 4xx of the service on the screen.
    package var bounds: [Limit] = []
    /// Those of services that have none of their own.
    package var commonBounds: [Limit] = []
    /// Those of single services, by their name.
    package var serviceBounds: [String: [Limit]] = [:]
    /// Which services a service calls, by their names, as the user wrote them.
    package var dependencies: [String: [String]] = [:]
    /// The screen is to go to the worst service until a key is pressed.
    package var followsWorst = false
    /// The user has said what is promised: a line for it has its place from the beginning.
    package var hasObjectives = false
    /// About how many bytes may be kept of how the screen was.
    package var momentBudget = 16 * 1_048_576

    /// What every screen needs; the rest has defaults.
    package init(
        service: String,
        source: String,
        sourceKind: String,
        window: Duration,
        span: Duration,
        interval: Duration,
        limits: [Limit],
        glyphs: GlyphSet,
        noDataAdvice: String
    ) {
        self.service = service
        self.source = source
        self.sourceKind = sourceKind
        self.window = window
        self.span = span
        self.interval = interval
        self.limits = limits
        commonLimits = limits
        self.glyphs = glyphs
        self.noDataAdvice = noDataAdvice
    }

    /// The limits of a service: its own, else everyone's.
    ///
    /// Who writes them may call it by its whole name, its service or its job.
    package func limits(of key: ServiceKey?, called name: String) -> [Limit] {
        serviceLimits[name] ?? key?.value(in: serviceLimits) ?? commonLimits
    }

    /// The limits of a service on its traffic and on 4xx.
    package func bounds(of key: ServiceKey?, called name: String) -> [Limit] {
        serviceBounds[name] ?? key?.value(in: serviceBounds) ?? commonBounds
    }

    /// Takes what is about the look alone.
    mutating func takeLook(of other: DashboardSettings) {
        theme = other.theme
        isMouseOn = other.isMouseOn
        isLocalTime = other.isLocalTime
        isLatencyLinear = other.isLatencyLinear
    }

    /// The limit on a signal, the strictest severity first.
    package func limit(on signal: Signal) -> Limit? {
        limits.filter { $0.signal == signal }.max { $0.severity < $1.severity }
    }
}
