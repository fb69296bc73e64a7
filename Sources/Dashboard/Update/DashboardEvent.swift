package import GoldenSignals
package import PromModel
package import TerminalUI

/// Everything that can happen to the screen.
///
/// Time comes with what needs it.
package enum DashboardEvent: Sendable, Equatable {
    /// A key was pressed.
    case key(Key)
    /// The mouse did something, on a screen of this size.
    case mouse(MouseEvent, size: TerminalSize)
    /// The clock moved on.
    case tick(Timestamp)
    /// Local time is that far ahead of UTC from now on.
    case localOffset(Duration)
    /// A poll ended.
    case source(SourceUpdate)
    /// The load driver's account.
    case load(LoadStatus, at: Timestamp)
    /// The chaos target's faults, or why they could not be had.
    case faults(ChaosAnswer, at: Timestamp)
    /// The chaos target came up, or went.
    case chaosTarget(isReady: Bool, text: String?, at: Timestamp)
    /// A word to the user.
    case notice(String)
    /// What the source told of a moment of the past that it was asked about.
    case past(SourceUpdate)
    /// What the source counted of a breach of the past that it was asked about.
    case inquired(PastInquiry)
    /// What the Alertmanager says of an alert, which its labels tell.
    case routing(AlertRouting, of: Labels)
    /// The alert that the screen was opened for; nil where the source has none of that name.
    case wanted(AlertStatus?, named: String)
    /// How objectives are kept, as they were just asked.
    case objectives([ObjectiveReport])
    /// What the source told of a stretch of the past.
    case points(PastPoints)
    /// What came of an expression of one's own.
    case answered(PromQLAnswer)
    /// What a word of an expression can become.
    case completed(Completions)
    /// Several things happened; what is between them is not to be seen.
    case several([DashboardEvent])
    /// A recording was played to its end, in words.
    case replayEnded(String)
    /// Somebody wrote something down about a moment.
    case noted(String, at: Timestamp)
    /// The window has another size.
    case resized(TerminalSize)
    /// Back from the background: paint anew.
    case continued
    /// Asked to leave, with the exit status.
    case leave(status: Int32)
}

extension DashboardEvent {
    /// What happened, one thing after the other.
    package var single: [DashboardEvent] {
        if case .several(let events) = self { return events.flatMap(\.single) }
        return [self]
    }
}

/// What the chaos target answered.
package enum ChaosAnswer: Sendable, Equatable {
    /// Its faults now.
    case faults([FaultStatus])
    /// Nothing, and why.
    case failure(String)
}

/// What is to be done outside; data, so that tests can compare it.
package enum DashboardEffect: Sendable, Equatable {
    /// Leave the screen and end.
    case quit(status: Int32)
    /// Start the load.
    case startLoad(rate: Double)
    /// Stop the load.
    case stopLoad
    /// Change the load's rate.
    case changeRate(Double)
    /// Switch one fault.
    case setFault(name: String, route: String, isActive: Bool)
    /// Inject a fault, in the words of `sretop faults set`.
    case injectFault(String)
    /// Switch all faults off.
    case resetFaults
    /// Ask for the faults.
    case listFaults
    /// Poll the source now.
    case pollNow
    /// Show another service, by the named profile.
    case selectService(ServiceKey, profile: String)
    /// Tell failures apart by another dimension.
    case group(by: Dimension)
    /// Show one part of the traffic; all of it without labels.
    case narrow(to: Labels)
    /// Ask the source how it was at a moment of the past.
    case look(at: Timestamp)
    /// Ask the source when a breach of the past began, and who had what was bad.
    case inquire(into: PastBreach)
    /// Ask the source for the points of a stretch of the past.
    case points(of: PastPoints.Stretch)
    /// Play the recording that fast, or hold it.
    case play(speed: Double, isHeld: Bool)
    /// Ask for an expression of one's own.
    case ask(PromQLQuestion)
    /// Ask what a word of an expression can become, by what there is at a moment.
    case complete(CompletionContext, at: Timestamp)
    /// Count every rate over another window.
    case setWindow(Duration)
    /// Have it known that something was written down.
    case note(String, at: Timestamp)
    /// Ask who is told of an alert.
    case route(AlertStatus)
    /// Objectives are looked at from now on, or not any more.
    case objectives(areShown: Bool)
    /// Give a text to the terminal's clipboard.
    case copy(String)
    /// Write what is shown to files.
    case keepEvidence
    /// Paint everything again.
    case repaint
}
