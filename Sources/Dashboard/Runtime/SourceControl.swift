package import GoldenSignals
package import PromModel

/// What the screen may ask of its source.
package protocol SourceControl: Sendable {
    /// Poll as soon as it can be.
    func pollNow()
    /// Show another service, by the named profile.
    func select(_ service: ServiceKey, profile: String)
    /// Tell failures apart by another dimension.
    func group(by dimension: Dimension)
    /// Show one part of the traffic; all of it without labels.
    func narrow(to part: Labels)
    /// Tell how it was at a moment of the past, once no other one is asked for; the answer is an event.
    func look(at moment: Timestamp)
    /// Tell when a breach of the past began, and who had what was bad; the answer is an event.
    func inquire(into breach: PastBreach)
    /// Tell the points of a stretch of the past, once no other one is asked for; the answer is an event.
    func tell(_ stretch: PastPoints.Stretch)
    /// Ask for an expression; the answer is an event.
    func ask(_ question: PromQLQuestion)
    /// Tell what a word of an expression can become, by what there is at a moment; the answer is an event.
    func complete(_ context: CompletionContext, at moment: Timestamp)
    /// Count every rate over another window.
    func setWindow(_ window: Duration)
    /// Play the recording that fast, or hold it.
    func play(speed: Double, isHeld: Bool)
    /// Ask who is told of an alert; the answer is an event.
    func route(_ alert: AlertStatus)
    /// Objectives are looked at from now on, curves and all, or not any more; the answer comes as an event.
    func followObjectives(areShown: Bool)
    /// The breach on the screen began then; nil where there is none.
    ///
    /// `isObserved` is false where it may have begun earlier than anything that was seen. `end` is when the breach before it
    /// ended, where one did. `limit` is the one that is broken.
    func noteOnset(_ onset: Timestamp?, isObserved: Bool, after end: Timestamp?, of limit: Limit?)
    /// The breach that is over, and of which windows alone told when; nil where there is none.
    func noteEnded(_ breach: EndedBreach?)
}

extension SourceControl {
    /// A source that tells nothing apart has nothing to do.
    package func group(by _: Dimension) {}
    /// A source that tells nothing apart has no parts.
    package func narrow(to _: Labels) {}
    /// A source that keeps nothing has no past.
    package func look(at _: Timestamp) {}
    /// Nor has it counted anything then.
    package func inquire(into _: PastBreach) {}
    /// A source that keeps nothing has no points of before.
    package func tell(_: PastPoints.Stretch) {}
    /// A source without alerts has nobody to tell.
    package func route(_: AlertStatus) {}
    /// A source without objectives has none to tell.
    package func followObjectives(areShown _: Bool) {}
    /// A source that holds no samples cannot be asked.
    package func ask(_: PromQLQuestion) {}
    /// Nor does it know names.
    package func complete(_: CompletionContext, at _: Timestamp) {}
    /// A source that counts nothing has no window.
    package func setWindow(_: Duration) {}
    /// A source of one service has no other.
    package func select(_: ServiceKey, profile _: String) {}
    /// A source that tells of now is not played.
    package func play(speed _: Double, isHeld _: Bool) {}
    /// A source that counts failures itself needs no onset.
    package func noteOnset(_: Timestamp?, isObserved _: Bool, after _: Timestamp?, of _: Limit?) {}
    /// Nor does it date anything.
    package func noteEnded(_: EndedBreach?) {}
}
