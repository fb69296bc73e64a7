package import PromModel

/// The time before an onset that what is new is compared with.
package struct TimeBefore: Sendable, Hashable {
    /// When it is asked for.
    package let moment: Timestamp
    /// The window that ends then.
    package let window: Duration

    /// So many scrapes make a window that can be compared with.
    private static let fewestScrapes = 4

    /// Ends a whole window before the onset, and so before anything that made the breach.
    ///
    /// It holds nothing of a breach that ended at `end`: where this is nearer, it is what lies between both, whose last
    /// scrape, `step` before the onset, is well; nil where that is too short to tell.
    package init?(_ onset: Timestamp, window: Duration, step: Duration, after end: Timestamp?) {
        guard let end, end < onset, onset - end < window * 2 else {
            (moment, self.window) = (onset - window, window)
            return
        }
        moment = onset - step
        self.window = min(window, moment - end)
        guard self.window >= step * Self.fewestScrapes else { return nil }
    }
}
