package import PromModel

/// The seven numbers at one instant, as a chart and a verdict need them: small, because there are thousands.
package struct SignalPoint: Sendable, Equatable, Codable {
    /// The instant of evaluation.
    package private(set) var at: Timestamp
    /// Requests in the window.
    package var requestCount: Double?
    /// Failed requests a second.
    package var errorsPerSecond: Double?
    /// Requests a second that were refused for what the client sent; nil where nobody tells.
    package var clientErrorsPerSecond: Double?
    /// Requests that first values of new series stand for, which no rate counts; in the window.
    package var firstRequests: Double?
    /// Failed requests that first values of new series stand for; in the window.
    package var firstFailures: Double?
    /// Failures that new series may stand for, those of unknown age included; in the window.
    package var possibleFailures: Double?
    /// The resource that the saturation is about.
    package private(set) var resource: String?
    /// Measured by a source that stood in for the one asked for.
    package var isStandIn = false
    /// The window was shortened to what the samples fill.
    package var isShort = false
    /// The samples did not fill the window: its rates are too low.
    package var isThin = false
    /// Its numbers cannot be trusted, and are not there.
    package private(set) var isDistrusted = false
    /// The signals, by their bits, whose numbers were NaN or infinite.
    private var nonFinite: UInt8 = 0
    /// By the signals' places; minus infinity where there is no number.
    private var values = SignalValues()

    /// What a chart needs of a snapshot.
    package init(_ snapshot: SignalSnapshot) {
        self.init(at: snapshot.at)
        requestCount = snapshot.requestCount
        errorsPerSecond = snapshot.errorsPerSecond
        clientErrorsPerSecond = snapshot.clientErrors?.rate
        isShort = snapshot.window < snapshot.fullWindow
        isThin = snapshot.isThin
        isDistrusted = snapshot.distrust != nil
        for signal in Signal.allCases { self[signal] = snapshot.number(of: signal) }
        resource = snapshot[.saturation].detail
    }

    /// A point without a number.
    package init(at moment: Timestamp) {
        at = moment
    }

    /// The same numbers, as if they had been measured later.
    package func moved(by duration: Duration) -> SignalPoint {
        var point = self
        point.at = at + duration
        return point
    }

    /// A signal's number as the source gave it; nil where it gave none, or none that is finite.
    package subscript(_ signal: Signal) -> Double? {
        get { values[signal.index] == -.infinity ? nil : values[signal.index] }
        set {
            let isFinite = newValue?.isFinite ?? true
            values[signal.index] = isFinite ? newValue ?? -.infinity : -.infinity
            if isFinite { nonFinite &= ~signal.bit } else { nonFinite |= signal.bit }
        }
    }

    /// No request came in the window.
    package var isIdle: Bool { self[.requestRate] == 0 }

    /// Whether it is about less than a whole window.
    package var isPartial: Bool { isShort || isThin }

    /// The same moment without the numbers that are made of requests.
    package var distrusted: SignalPoint {
        var point = SignalPoint(at: at)
        point.isDistrusted = true
        point[.saturation] = self[.saturation]
        point.resource = resource
        return point
    }

    /// The same point without the numbers of some signals, and without the counts that go with them.
    func without(_ signals: [Signal]) -> SignalPoint {
        if signals.contains(.requestRate) { return distrusted }
        var point = self
        for signal in signals { point[signal] = nil }
        return point
    }

    /// Whether its numbers are of a whole window and of enough requests to compare others with.
    ///
    /// Where nobody counted the requests they are taken to be enough.
    package var isSolid: Bool {
        !isPartial && requestCount.map { $0 >= SignalSnapshot.fewestRequests } ?? true
    }

    /// There is nothing in it.
    package var isEmpty: Bool { values == SignalValues() && nonFinite == 0 }

    /// The share of requests that were refused for what the client sent; nil where nobody tells, or without a request.
    package var clientErrorShare: Double? {
        guard let rate = self[.requestRate], rate > 0, let refused = clientErrorsPerSecond else { return nil }
        return min(max(refused / rate, 0), 1)
    }

    /// Takes a resource's share where it is the fullest so far.
    package mutating func takeResource(_ name: String, share: Double) {
        guard share.isFinite else { return }
        if let worst = self[.saturation], worst >= share { return }
        self[.saturation] = share
        resource = name
    }

    /// Adds what the first values of new series stand for to the numbers of a window.
    ///
    /// The shares follow: failures and requests are both known.
    mutating func addFirstValues(window: Duration) {
        guard let requests = firstRequests, requests > 0 || firstFailures ?? 0 > 0 else { return }
        let seconds = window.inSeconds
        let failures = firstFailures ?? 0
        self[.requestRate] = (self[.requestRate] ?? 0) + requests / seconds
        requestCount = (requestCount ?? 0) + requests
        guard failures > 0 || errorsPerSecond != nil, let rate = self[.requestRate], rate > 0 else { return }
        let failed = (errorsPerSecond ?? 0) + failures / seconds
        errorsPerSecond = failed
        self[.errorShare] = failed / rate
        self[.successShare] = 1 - failed / rate
    }

    /// Adds requests a second that ended without an answer: they failed, and no other counter holds them.
    mutating func addUnanswered(_ rate: Double?, window: Duration) {
        guard let rate, rate.isFinite, rate > 0, let answered = self[.requestRate], let failed = errorsPerSecond else {
            return
        }
        let all = answered + rate
        self[.requestRate] = all
        requestCount = requestCount.map { $0 + rate * window.inSeconds }
        errorsPerSecond = failed + rate
        self[.errorShare] = (failed + rate) / all
        self[.successShare] = 1 - (failed + rate) / all
    }

    /// Keeps the shares between nothing and everything, whatever the counters of failures say of the requests.
    mutating func keepShares() {
        for signal in [Signal.successShare, .errorShare] {
            guard let share = self[signal], share.isFinite else { continue }
            self[signal] = min(max(share, 0), 1)
        }
        if let failed = errorsPerSecond, let rate = self[.requestRate], failed > rate { errorsPerSecond = max(0, rate) }
    }

    /// The point as a snapshot: each number, or the word that stands in its place.
    package func snapshot(window: Duration) -> SignalSnapshot {
        var snapshot = SignalSnapshot(at: at, window: window)
        snapshot.isThin = isThin
        snapshot.requestCount = requestCount.flatMap { $0.isFinite ? $0 : nil }
        snapshot.errorsPerSecond = errorsPerSecond.flatMap { $0.isFinite ? $0 : nil }
        // A counter that runs backwards is no traffic to speak of: it stays "no data".
        if let rate = self[.requestRate], rate >= 0 {
            snapshot.readings[.requestRate] = SignalReading(rate > 0 ? .value(rate) : .idle)
        }
        for signal in Signal.allCases where signal != .requestRate && signal != .saturation {
            // A quotient of nothing by nothing is idle, an absent one is no data. A histogram may count what the
            // requests leave out, such as the scrapes of its own page: that is no latency of a request.
            let state: SignalReading.State = isIdle ? .idle : self[signal].map { .value($0) } ?? .noData
            snapshot.readings[signal] = SignalReading(state)
        }
        if possibleFailures ?? 0 > firstFailures ?? 0, self[.errorShare] == 0 {
            for signal in [Signal.successShare, .errorShare] { snapshot.readings[signal]?.isUnproven = true }
        }
        snapshot.firstRequests = firstRequests
        snapshot.firstFailures = firstFailures
        if let share = self[.saturation] {
            snapshot.readings[.saturation] = SignalReading(.value(share))
            snapshot.readings[.saturation]?.detail = resource
        }
        // A quantile of nothing is NaN: that is no fault of a counter.
        for signal in [Signal.requestRate, .successShare, .errorShare, .averageLatency]
        where nonFinite & signal.bit != 0 && snapshot[signal].state == .noData {
            snapshot.readings[signal]?.blank = "its counter holds NaN or infinity"
        }
        if isDistrusted { snapshot.distrust(.severalProcesses(instance: "one address")) }
        return snapshot
    }

    /// Whether another point holds the same numbers, as far as floating point can tell.
    package func agrees(with other: SignalPoint) -> Bool {
        Signal.allCases.allSatisfy { signal in
            switch (self[signal], other[signal]) {
            case (nil, nil): true
            case (let left?, let right?):
                left == right || (left - right).isFinite && abs(left - right) <= 1e-9 * max(abs(left), abs(right))
            default: false
            }
        }
    }
}

extension Signal {
    fileprivate var bit: UInt8 { 1 << UInt8(index) }

    /// Its place among all signals.
    package var index: Int {
        switch self {
        case .requestRate: 0
        case .successShare: 1
        case .errorShare: 2
        case .averageLatency: 3
        case .p95Latency: 4
        case .p99Latency: 5
        case .saturation: 6
        }
    }
}
