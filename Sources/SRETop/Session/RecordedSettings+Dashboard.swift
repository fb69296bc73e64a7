import Dashboard
import GoldenSignals
import PromModel
import Recording
import TerminalUI

extension RecordedSettings {
    /// What a screen is set to.
    init(_ state: DashboardState) {
        let settings = state.settings
        self.init(
            service: settings.service,
            source: settings.source,
            sourceKind: settings.sourceKind,
            place: settings.place,
            window: settings.window,
            span: settings.span,
            interval: settings.interval,
            limits: settings.commonLimits,
            serviceLimits: settings.serviceLimits,
            bounds: settings.commonBounds,
            serviceBounds: settings.serviceBounds,
            loadPath: state.chaos?.path
        )
    }

    /// A screen over the recording.
    func dashboard(glyphs: GlyphSet) -> DashboardSettings {
        var dashboard = DashboardSettings(
            service: service,
            source: source,
            sourceKind: sourceKind,
            window: window,
            span: span,
            interval: interval,
            limits: limits,
            glyphs: glyphs,
            noDataAdvice: "the recording has no numbers yet"
        )
        (dashboard.serviceLimits, dashboard.serviceBounds) = (serviceLimits, serviceBounds)
        dashboard.commonBounds = bounds
        dashboard.limits = dashboard.limits(of: nil, called: service)
        dashboard.bounds = dashboard.bounds(of: nil, called: service)
        return dashboard
    }
}

extension RecordedLoad {
    /// What the driver tells.
    init(_ load: LoadStatus) {
        self.init(
            isRunning: load.isRunning,
            rate: load.rate,
            remaining: load.remaining,
            counts: [load.sent, load.done, load.unanswered],
            perSecond: load.perSecond,
            errorShare: load.errorShare,
            quantiles: [load.p95, load.p99]
        )
    }

    /// The same for the screen.
    var status: LoadStatus {
        var status = LoadStatus(rate: rate)
        (status.isRunning, status.remaining) = (isRunning, remaining)
        if counts.count == 3 { (status.sent, status.done, status.unanswered) = (counts[0], counts[1], counts[2]) }
        (status.perSecond, status.errorShare) = (perSecond, errorShare)
        if quantiles.count == 2 { (status.p95, status.p99) = (quantiles[0], quantiles[1]) }
        return status
    }
}

extension RecordedEvent {
    /// What the screen is told; nil for what holds throughout.
    var dashboardEvent: DashboardEvent? {
        switch self {
        case .settings: nil
        case .source(let update): .source(update)
        case .load(let load, let moment): .load(load.status, at: moment)
        }
    }
}
