package import GoldenSignals
package import PromModel
package import TerminalUI

/// Everything that the screen shows, as one value.
package struct DashboardState: Sendable, Equatable {
    /// What lies over the screen.
    package enum Overlay: Sendable, Equatable {
        /// Nothing.
        case none
        /// The keys, from a row on.
        case help(first: Int)
        /// The faults panel with its selected row.
        case faults(selected: Int)
        /// The targets, from a row on.
        case targets(first: Int)
        /// Prometheus's own alerts, from a row on.
        case alerts(first: Int)
        /// The services, with the selected one.
        case services(selected: Int)
        /// What was chosen, why, and what cannot be answered, from a row on.
        case about(first: Int)
        /// What happened, from a row on.
        case events(first: Int)
    }

    /// What the screen is set to; a source may change what is about itself.
    package var settings: DashboardSettings
    /// The time by the source's clock.
    package var now: Timestamp
    /// How far the source's clock is ahead of ours.
    package var clockOffset = Duration.zero
    /// What is known, always the newest.
    package var live: SourceState
    /// What was known at the pause; nil while not paused.
    package var frozen: SourceState?
    /// What the screen was set to at the pause; nil while not paused.
    package var frozenSettings: DashboardSettings?
    /// When the pause began.
    package var pausedAt: Timestamp?
    /// The chaos target; nil where the user named none.
    package var chaos: ChaosState?
    /// What lies over the screen.
    package var overlay = Overlay.none
    /// A word to the user, shown until its moment.
    package var notice: Notice?
    /// What failures are told apart by.
    package var dimension = Dimension.route
    /// The signal whose chart comes first; nil for none in particular.
    package var focus: Signal?
    /// That chart has the room of all of them.
    package var isMaximized = false
    /// How the services are listed.
    package var servicesList = ServicesList()
    /// How the services were at the pause; nil while not paused.
    package var frozenServices: ServicesList?
    /// The service on the screen was opened from the list: Esc returns to it.
    package var isFromList = false
    /// Whether it goes to the worst service by itself.
    package var follow: Follow
    /// How often the terminal's bell was to ring.
    package var bells = 0

    /// A passing word to the user.
    package struct Notice: Sendable, Equatable {
        /// What to say.
        package let text: String
        /// When it goes.
        package let until: Timestamp
    }

    /// A screen that knows nothing yet.
    package init(settings: DashboardSettings, now: Timestamp, chaos: ChaosState?) {
        self.settings = settings
        self.now = now
        self.chaos = chaos
        live = SourceState(limits: settings.limits, window: settings.window)
        follow = Follow(isOn: settings.followsWorst)
    }

    /// What is to be shown: the newest, or what was frozen.
    package var shown: SourceState { frozen ?? live }

    /// The services to be shown, in the order that is wanted now.
    package var shownServices: ServicesList {
        guard let frozenServices else { return servicesList }
        let list = servicesList
        var shown = frozenServices
        (shown.order, shown.isReversed) = (list.order, list.isReversed)
        (shown.filter, shown.input) = (list.filter, list.input)
        return shown
    }

    /// The services as they are listed.
    package var listedServices: [ServiceOverview] { shownServices.shown(shown.report?.services ?? []) }

    /// The settings of what is shown.
    package var shownSettings: DashboardSettings { frozenSettings ?? settings }

    /// The moment that the shown numbers are read at.
    package var shownNow: Timestamp { pausedAt ?? now }
}

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
