import Dashboard
import Diagnosis
import GoldenSignals
import PromModel

/// A signal of a report as an SVG: its curve, its limit, the times of the breaches and what may have caused them.
struct SignalDrawing {
    private static let (width, height, left, bottom, top) = (900.0, 150.0, 56.0, 18.0, 18.0)

    private let signal: Signal
    private let report: IncidentReport
    /// The largest of the values that are drawn, and what the top of the drawing stands for.
    private let most: Double
    private let highest: Double

    /// Nil where the signal has no number.
    init?(_ signal: Signal, of report: IncidentReport) {
        self.signal = signal
        self.report = report
        let values = report.points.compactMap { $0[signal] }
        guard let most = values.max() else { return nil }
        self.most = most
        let limit = report.limits.first { $0.signal == signal }?.threshold ?? 0
        let floor = signal.unit == .share ? 0.02 : .leastNonzeroMagnitude
        highest = max(most, limit * 1.2, floor)
    }

    private func x(_ moment: Timestamp) -> Double {
        let span = max((report.through - report.from).inSeconds, 1)
        return Self.left + (Self.width - Self.left) * (moment - report.from).inSeconds / span
    }

    private func y(_ value: Double) -> Double {
        Self.top + (Self.height - Self.top - Self.bottom) * (1 - min(max(value / highest, 0), 1))
    }

    private static func number(_ value: Double) -> String { NumberText.trimmed((value * 10).rounded() / 10) }

    /// The drawing.
    var svg: String {
        let base = Self.number(Self.height - Self.bottom)
        var parts: [String] = []
        for breach in report.breaches {
            let (start, end) = (x(max(breach.began, report.from)), x(breach.ended ?? report.through))
            parts.append(
                "<rect x=\"\(Self.number(start))\" y=\"\(Self.number(Self.top))\" "
                    + "width=\"\(Self.number(max(1, end - start)))\" "
                    + "height=\"\(Self.number(Self.height - Self.top - Self.bottom))\" fill=\"var(--shade)\"/>"
            )
        }
        for event in report.events where event.kind.isCause && event.at >= report.from {
            let place = Self.number(x(event.at))
            let what = IncidentReport.escaped(event.text)
            parts.append(
                "<line x1=\"\(place)\" x2=\"\(place)\" y1=\"\(Self.number(Self.top))\" y2=\"\(base)\" "
                    + "stroke=\"var(--faint)\" stroke-dasharray=\"2 3\"><title>\(what)</title></line>"
            )
        }
        if let limit = report.limits.first(where: { $0.signal == signal }), limit.threshold <= highest {
            let place = Self.number(y(limit.threshold))
            parts.append(
                "<line x1=\"\(Self.number(Self.left))\" x2=\"\(Self.number(Self.width))\" y1=\"\(place)\" y2=\"\(place)\" "
                    + "stroke=\"var(--crit)\" stroke-dasharray=\"4 3\"/>"
            )
        }
        parts += curves.map {
            "<polyline points=\"\($0)\" fill=\"none\" stroke=\"var(--curve)\" stroke-width=\"1.5\"/>"
        }
        let name = "\(signal.label), up to \(NumberText.signal(signal, most))"
        parts.append(text(name, x: Self.left, y: 12, fill: "var(--ink)"))
        parts.append(text(TimeText.stamp(report.from), x: Self.left, y: Self.height - 4))
        parts.append(text(TimeText.stamp(report.through), x: Self.width, y: Self.height - 4, anchor: "end"))
        parts.append(
            "<line x1=\"\(Self.number(Self.left))\" x2=\"\(Self.number(Self.width))\" y1=\"\(base)\" y2=\"\(base)\" "
                + "stroke=\"var(--line)\"/>"
        )
        let box = "0 0 \(Self.number(Self.width)) \(Self.number(Self.height))"
        return "<svg viewBox=\"\(box)\" role=\"img\" aria-label=\"\(IncidentReport.escaped(name))\">\n"
            + parts.joined(separator: "\n") + "\n</svg>"
    }

    private func text(
        _ text: String,
        x: Double,
        y: Double,
        anchor: String = "start",
        fill: String = "var(--faint)"
    ) -> String {
        "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\" fill=\"\(fill)\">"
            + "\(IncidentReport.escaped(text))</text>"
    }

    /// The curve in pieces: nothing is drawn through what was not measured.
    private var curves: [String] {
        let gaps = zip(report.points, report.points.dropFirst()).map { $1.at - $0.at }.sorted()
        let usual = gaps.isEmpty ? Duration.seconds(1) : gaps[gaps.count / 2]
        var pieces: [[(x: Double, y: Double)]] = [[]]
        var last: Timestamp?
        for point in report.points where point.at >= report.from {
            guard let value = point[signal] else {
                last = nil
                continue
            }
            if last.map({ point.at - $0 > usual * 3 }) ?? true { pieces.append([]) }
            pieces[pieces.count - 1].append((x(point.at), y(value)))
            last = point.at
        }
        return pieces.filter { !$0.isEmpty }.map { piece in
            Self.thinned(piece).map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        }
    }

    /// Of the points that fall on the same half of a unit the highest and the lowest: more cannot be seen.
    private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        guard points.count > 4000 else { return points }
        var thin: [(x: Double, y: Double)] = []
        var start = 0
        while start < points.count {
            let column = (points[start].x * 2).rounded(.down)
            var end = start
            while end < points.count, (points[end].x * 2).rounded(.down) == column { end += 1 }
            let part = points[start..<end]
            let ends = [part.min { $0.y < $1.y }, part.max { $0.y < $1.y }].compactMap { $0 }
            thin += ends.sorted { $0.x < $1.x }
            start = end
        }
        return thin
    }
}
