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
        /// The expressions, from a line on.
        case expressions(first: Int)
        /// One alert; `first` is the first of the rows about it.
        case alert(AlertStatus, first: Int)
        /// How objectives are kept; `first` is the first of the shown ones.
        case objectives(first: Int)
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
    /// It was said that a key does nothing.
    package var hasToldOfKeys = false
    /// What lies over the screen.
    package var overlay = Overlay.none
    /// A word to the user, shown until its moment.
    package var notice: Notice?
    /// What failures are told apart by.
    package var dimension = Dimension.route
    /// The signal whose chart comes first; nil for none in particular.
    package var focus: Signal?
    /// The row of who that has the focus, by its name; nil for none.
    package var row: String?
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
    /// The moment of the past that everything is read at; nil while it is the newest.
    package var cursor: Cursor?
    /// What the source told of single moments of the past, by their moments.
    package var looks: [Timestamp: SourceUpdate] = [:]
    /// Which stretch of time the charts show.
    package var view = TimeView()
    /// The source as of a stretch of the past that it was asked for; nil while the charts show what was collected.
    package var stretch: SourceState?
    /// The stretch that is being asked for.
    package var asked: PastPoints.Stretch?
    /// How latencies spread over time.
    package var heat = Heat()
    /// An expression that is being written and asked; nil while none is.
    package var query: QueryView?
    /// The expressions that were asked in this run, the newest last.
    package var queryHistory: [String] = []
    /// The window of rates that is being written; nil while none is.
    package var windowInput: InputLine?
    /// What is being written down; nil while nobody writes.
    package var note: Note?
    /// What is compared.
    package var marks: Marks?
    /// An earlier time that the charts are compared with.
    package var comparison: Comparison?
    /// The moment of the past to begin with, once the source is there.
    package var opening: Timestamp?
    /// What is shown is played from a recording; nil while it is told by a source.
    package var replay: Replay?
    /// What the Alertmanager said of the alert that is looked at; nil before.
    package var routing: AlertInquiry?
    /// Keys can be pressed where this is read: what is printed or handed on names none.
    package var hasKeys = true
    /// How large the screen is.
    package var size = TerminalSize.standard

    /// Something that is being written down.
    package struct Note: Sendable, Equatable {
        /// What is written so far.
        package var input: InputLine
        /// The moment that it is about.
        package let at: Timestamp
    }

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

    /// What is to be shown: how it was at the cursor, what was frozen, or the newest.
    package var shown: SourceState { cursor?.source ?? (view.end == nil ? held : base) }

    /// What was collected: the newest, or what was frozen.
    package var held: SourceState { frozen ?? live }

    /// What the cursor moves over: what was collected, or a stretch of the past.
    package var base: SourceState { stretch ?? held }

    /// The services to be shown, in the order that is wanted now.
    package var shownServices: ServicesList {
        guard let past = cursor?.services ?? frozenServices else { return servicesList }
        let list = servicesList
        var shown = past
        (shown.order, shown.isReversed) = (list.order, list.isReversed)
        (shown.filter, shown.input) = (list.filter, list.input)
        return shown
    }

    /// The services as they are listed.
    package var listedServices: [ServiceOverview] { shownServices.shown(shown.report?.services ?? []) }

    /// The settings of what is shown.
    package var shownSettings: DashboardSettings {
        var shown = frozenSettings ?? settings
        if let span = view.span { shown.span = span }
        return shown
    }

    /// The moment that the shown numbers are read at.
    package var shownNow: Timestamp { cursor?.at ?? pausedAt ?? now }
}

/// What an Alertmanager said of an alert.
package struct AlertInquiry: Sendable, Equatable {
    /// What tells the alert from every other.
    package let of: Labels
    /// What was said.
    package let answer: AlertRouting

    /// Memberwise.
    package init(of alert: Labels, answer: AlertRouting) {
        of = alert
        self.answer = answer
    }
}
