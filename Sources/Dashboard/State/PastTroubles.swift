import Diagnosis
import GoldenSignals
import PromModel

/// Troubles of requests that no limit on a signal tells, by the points of a time that nobody watched.
///
/// 4xx over their limit, and traffic that was not as usual: points are judged one after the other, by the rules of polls.
struct PastTroubles {
    /// One of them.
    struct Trouble: Sendable, Equatable {
        /// What was not well.
        enum Kind: Sendable, Equatable {
            /// 4xx over their limit.
            case clientErrors
            /// Traffic that was not as usual.
            case traffic(TrafficChange)
        }

        /// How it ended.
        enum End: Sendable, Equatable {
            /// It lasts at the last point.
            case underWay
            /// Nobody knows: nothing was measured for a while, or something else followed.
            case unknown
            /// All was well again at a moment.
            case at(Timestamp)
        }

        var kind: Kind
        /// When it began, as nearly as the points tell.
        var began: Timestamp
        /// The first point that proves it.
        let found: Timestamp
        var end = End.underWay
    }

    private let history: SignalHistory
    private let window: Duration
    private let step: Duration
    private let bounds: [Limit]
    private var refused = ClientErrorWatch()
    private var traffic = TrafficWatch()
    private var recent: RecentTraffic
    /// Those that last, by their places.
    private var refusal: Int?
    private var change: Int?
    /// All of them, the oldest first.
    private(set) var all: [Trouble] = []

    /// Judges points that are `step` apart and whose numbers are of a window each.
    init(in history: SignalHistory, window: Duration, step: Duration, bounds: [Limit]) {
        (self.history, self.window, self.step, self.bounds) = (history, window, step, bounds)
        recent = RecentTraffic(history, window: window, step: step)
        var last: Timestamp?
        for point in history.points {
            // What stood in has another window, and a hole is no calm.
            guard !point.isStandIn, point[.requestRate] != nil else {
                interrupt()
                continue
            }
            if let last, point.at - last > step * 3 / 2 { interrupt() }
            last = point.at
            judgeRefused(point)
            judgeTraffic(point)
        }
    }

    private mutating func interrupt() {
        traffic.interrupt()
        refused = ClientErrorWatch()
        for place in [refusal, change].compactMap({ $0 }) { all[place].end = .unknown }
        (refusal, change) = (nil, nil)
    }

    private mutating func judgeRefused(_ point: SignalPoint) {
        refused.observe(point, window: window, limit: bounds.on(.clientErrors))
        if let place = refusal {
            guard refused.breach == nil else { return }
            all[place].end = .at(point.at)
            refusal = nil
        } else if refused.breach != nil {
            refused.date(by: history.through(point.at).clientErrorShares)
            refusal = all.count
            all.append(Trouble(kind: .clientErrors, began: refused.breach?.since ?? point.at, found: point.at))
        }
    }

    private mutating func judgeTraffic(_ point: SignalPoint) {
        let before = traffic.change?.kind
        let (usual, counted) = recent.usual(before: point)
        traffic.observe(
            point.snapshot(window: window),
            usual: usual,
            over: counted,
            scrape: step,
            limits: bounds
        )
        guard let now = traffic.change else {
            if let place = change { all[place].end = .at(point.at) }
            change = nil
            return
        }
        if now.kind != before { note(now, at: point.at) }
    }

    private mutating func note(_ now: TrafficChange, at moment: Timestamp) {
        let departure = history.through(moment).departure(
            of: now.kind,
            usual: now.usual,
            now: now.now,
            window: window
        )
        // A whole window without a request had its last one before it.
        let began = departure?.at ?? (now.kind == .stopped ? moment - window : now.since)
        if let place = change, case .traffic(let known) = all[place].kind {
            // While a window fills again what comes is less than usual still.
            if known.kind == .stopped, now.kind == .fell { return }
            // A window that has lost most of what it held is that of a stop, an evaluation later.
            if known.kind == .fell, now.kind == .stopped, began - all[place].began <= window + step {
                (all[place].kind, all[place].began) = (.traffic(now), began)
                return
            }
            all[place].end = .unknown
        }
        change = all.count
        all.append(Trouble(kind: .traffic(now), began: began, found: moment))
    }
}
