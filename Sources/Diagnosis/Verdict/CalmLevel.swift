import PromModel

/// How high a value stood while nothing was broken, by the highest of each of the last windows.
struct CalmLevel: Sendable, Equatable {
    /// So many windows are looked back on.
    private static let mostWindows = 12
    /// The window that is not over yet.
    private var begun: Timestamp?
    private var highest = 0.0
    /// The highest value of each window, the newest last.
    private var windows: [Double] = []

    /// What was usual; nil before that is known.
    ///
    /// The newest window says nothing: what breaks a limit may have been on its way already. Of what has come nearer for
    /// long half of the time counts.
    var value: Double? { Array(windows.dropLast()).median }

    /// Takes a value that kept its limit.
    mutating func note(_ value: Double, at moment: Timestamp, window: Duration) {
        let isFirst = begun == nil
        let from = begun ?? moment
        begun = from
        highest = isFirst ? value : max(highest, value)
        guard moment - from >= window else { return }
        windows = (windows + [highest]).suffix(Self.mostWindows)
        begun = nil
    }

    /// What comes next does not follow on what was.
    mutating func interrupt() { begun = nil }

    /// How far a value has to fall for its limit to be kept again.
    ///
    /// Near to the limit nothing is over; but what has always been near to it is over where it is nearer to that.
    func recovery(of threshold: Double) -> Double {
        let far = threshold * BreachTracker.recoveryShare
        return value.map { max(far, ($0 + threshold) / 2) } ?? far
    }
}
