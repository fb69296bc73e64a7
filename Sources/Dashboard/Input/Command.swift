/// What a key means.
///
/// One map serves dispatch, the hints at the bottom, the help and the README.
package enum Command: Sendable, Equatable, CaseIterable {
    /// Help on and off.
    case help
    /// Leave.
    case quit
    /// Freeze the screen; collecting goes on.
    case pause
    /// The next signal's chart first.
    case nextSignal
    /// That signal's chart alone, or the selected row.
    case open
    /// The moment before, in everything that is shown.
    case earlier
    /// The moment after.
    case later
    /// The first moment in the charts.
    case first
    /// The newest again.
    case live
    /// The next event's moment.
    case nextEvent
    /// That of the event before.
    case previousEvent
    /// A mark at the moment that is shown.
    case mark
    /// Something to remember, at the moment that is shown.
    case note
    /// An earlier time to compare with.
    case compare
    /// A shorter time in the charts.
    case zoomIn
    /// A longer time in the charts.
    case zoomOut
    /// The charts half their time back.
    case panBack
    /// The charts half their time on.
    case panOn
    /// The usual time, up to now.
    case reset
    /// How latencies spread over time, and back.
    case heatmap
    /// What is shown, to the clipboard.
    case copy
    /// The expressions alone, to the clipboard.
    case copyExpressions
    /// What is shown, to files.
    case keep
    /// The focus up.
    case up
    /// The focus down.
    case down
    /// The expressions of what has the focus.
    case expressions
    /// An expression of one's own.
    case query
    /// The window of every rate.
    case window
    /// What failures are told apart by.
    case group
    /// The services to choose from.
    case services
    /// The service that is worst, or the cause.
    case worst
    /// What a list is sorted by.
    case sort
    /// A list the other way round.
    case reverse
    /// Only some of a list.
    case filter
    /// The targets.
    case targets
    /// Prometheus's own alerts.
    case alerts
    /// What happened.
    case events
    /// How objectives are kept.
    case objectives
    /// What was chosen and why.
    case about
    /// The load on and off.
    case toggleLoad
    /// A lower load rate.
    case slower
    /// A higher load rate.
    case faster
    /// All faults off.
    case fix
    /// The faults panel.
    case faults
    /// Local time or UTC.
    case timeZone
    /// A logarithmic or a linear axis.
    case axis
    /// Other colours.
    case colors
    /// The mouse on and off.
    case mouse
    /// Poll now.
    case pollNow
    /// Paint everything again.
    case repaint
    /// Close what lies over the screen.
    case back
}
