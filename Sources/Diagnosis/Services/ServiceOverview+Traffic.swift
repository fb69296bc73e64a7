package import GoldenSignals
import PromModel

extension ServiceOverview {
    /// How its traffic differs from what it has had, beyond chance; nil where it does not, or nothing is known of it.
    ///
    /// It is what ``TrafficWatch`` says of one window. A window that is not full lacks requests that came: only a rise is
    /// known by it.
    package func trafficChange(window: Duration) -> TrafficChange.Kind? {
        guard let rate = requestRate, let expected = habit?.expected(recent: nil, now: rate) else { return nil }
        let length = self.window ?? window
        let found = TrafficWatch.departure(of: rate * length.inSeconds, in: length, from: expected)
        return isPartial && found != .rose ? nil : found
    }
}
