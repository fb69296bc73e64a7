import GoldenSignals
import PromModel
import Synchronization

/// The charts' points, written when the screen is left: one JSON object a line, unrounded.
final class PointsFile: Sendable {
    private let file: LineFile
    private let points = Mutex<[SignalPoint]>([])

    /// Opens the file at once: a path that cannot be written is an error at the start, not at the end.
    init(path: String) throws {
        file = try LineFile(path: path)
    }

    /// The points shown from now on.
    func take(_ points: [SignalPoint]) { self.points.withLock { $0 = points } }

    /// Writes the last points taken.
    func write() {
        for point in points.withLock({ $0 }) {
            let values = Signal.allCases.compactMap { signal in
                point[signal].map { "\"\(signal.label)\":\(number($0))" }
            }
            let origin = point.isStandIn ? ",\"direct\":true" : ""
            file.append("{\"at\":\(number(point.at.seconds)),\"values\":{\(values.joined(separator: ","))}\(origin)}")
        }
    }

    /// JSON knows neither infinity nor "not a number".
    private func number(_ value: Double) -> String {
        value.isFinite ? NumberText.format(value) : "\"\(NumberText.format(value))\""
    }
}
