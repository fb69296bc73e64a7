package import Dashboard
import GoldenSignals
import PromModel
package import TerminalUI

extension RecordedSettings {
    /// What a screen is set to.
    package init(_ state: DashboardState) {
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
            dependencies: settings.dependencies,
            loadPath: state.chaos?.path,
            loadRate: state.chaos?.load.rate ?? 0,
            hasObjectives: settings.hasObjectives
        )
    }

    /// A screen over the recording.
    package func dashboard(glyphs: GlyphSet) -> DashboardSettings {
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
        dashboard.dependencies = dependencies
        dashboard.hasObjectives = hasObjectives ?? false
        dashboard.place = place
        dashboard.limits = dashboard.limits(of: nil, called: service)
        dashboard.bounds = dashboard.bounds(of: nil, called: service)
        return dashboard
    }

    /// The load's keys, where the recording has a load.
    package var chaos: ChaosState? { loadPath.map { ChaosState(path: $0, rate: loadRate) } }
}

extension RecordedEvent {
    /// What is kept of an event; nil of what is no word of the source, the load or the service.
    package init?(_ event: DashboardEvent) {
        switch event {
        case .source(let update): self = .source(update)
        case .objectives(let reports): self = .objectives(reports)
        case .load(let load, let moment): self = .load(load, at: moment)
        case .faults(.faults(let faults), let moment): self = .faults(faults, at: moment)
        case .faults(.failure(let reason), let moment): self = .noFaults(reason, at: moment)
        case .chaosTarget(let isReady, let text, let moment):
            self = .target(isReady: isReady, text: text, at: moment)
        case .noted(let text, let moment): self = .note(text, at: moment)
        default: return nil
        }
    }

    /// What the screen is told; nil for what holds throughout.
    package var dashboardEvent: DashboardEvent? {
        switch self {
        case .settings: nil
        case .source(let update): .source(update)
        case .objectives(let reports): .objectives(reports)
        case .load(let load, let moment): .load(load, at: moment)
        case .faults(let faults, let moment): .faults(.faults(faults), at: moment)
        case .noFaults(let reason, let moment): .faults(.failure(reason), at: moment)
        case .target(let isReady, let text, let moment): .chaosTarget(isReady: isReady, text: text, at: moment)
        case .note(let text, let moment): .noted(text, at: moment)
        }
    }
}

extension RecordedStep {
    /// What the screen is told, and the time that it was then; nothing for what holds throughout.
    package var dashboardEvents: [DashboardEvent] { event.dashboardEvent.map { [.tick(at), $0] } ?? [] }
}
