import Dashboard
import Diagnosis
import Gates
import GoldenSignals
import PromModel

/// The verdict for machines: what `watch --once --json`, `watch --stream --json` and `diagnose --json` print.
///
/// Times are Unix seconds, latencies seconds, shares 0 to 1; what is not known is left out. Its schema is
/// docs/schemas/verdict.json.
struct VerdictRecord: Encodable {
    /// When it may have begun, where few failures came.
    struct Interval: Encodable {
        let earliest: Double
        let latest: Double
    }

    /// A part of the traffic that explains what is new.
    struct Suspect: Encodable {
        let labels: [String]
        /// The values of the labels, one list a part; several where they broke together.
        let values: [[String]]
        let shareOfNew: Double
        let shareOfTraffic: Double
    }

    /// Requests refused for what the client sent.
    struct ClientErrors: Encodable {
        let share: Double
        let shareBefore: Double?
        /// The share of each status.
        let statuses: [String: Double]
    }

    /// Another service in short.
    struct OtherService: Encodable {
        let service: String
        let state: String
        let errorShare: Double?
        /// When it became so, as nearly as is known; left out where it is not broken, or was so before anything is known.
        let since: Double?
        /// `called` where it is called by this service and explains it, `earlier` where it only broke before.
        let cause: String?
    }

    /// Something that happened.
    struct Event: Encodable {
        let at: Double
        let kind: String
        let text: String
    }

    let formatVersion = RecordText.formatVersion
    let service: String
    let at: Double
    /// `ok`, `warn`, `crit`, `down`, `idle`, `few`, `nodata`, `unknown` or `waiting`.
    let state: String
    let signal: String?
    let value: Double?
    let limit: Double?
    /// Requests that it is judged by, bad ones among them, and over how long.
    let requests: Double?
    let bad: Double?
    let judgedSeconds: Double?
    let since: Double?
    /// It may have begun earlier than anything that is known.
    let isOlderThanData: Bool?
    let sinceInterval: Interval?
    let durationSeconds: Double?
    let failuresSoFar: Double?
    /// 4xx, from 1 % of the requests on, or where they have risen.
    let clientErrors: ClientErrors?
    /// `suspect`, `everywhere`, `few` or `nothing`; left out where neither counts nor the table of who tell.
    let attribution: String?
    let suspects: [Suspect]
    /// Rows 2 and 3 of the screen, in words.
    let evidence: [String]
    let otherServices: [OtherService]
    let events: [Event]
    let signals: [String: SignalRecord]
    /// How objectives are kept: those that were given, or that rules of the source record; none where there is neither.
    let slos: [ObjectiveDocument.Objective]
    let source: SourceRecord

    init(_ state: DashboardState) {
        let live = state.live
        var now = live.snapshot?.at ?? state.now
        // What failed since then is of now.
        if case .failing = live.health { now = max(now, state.now) }
        service = state.settings.service
        at = now.seconds
        let verdict = live.verdict
        // What was judged is of the past where nothing new comes.
        self.state = live.hasOldSamples(at: state.now, interval: state.settings.interval) ? "unknown" : verdict.state
        let breach: BreachVerdict? = if case .breach(let breach) = verdict { breach } else { nil }
        signal = verdict.signal?.label
        value = breach?.value ?? (Self.isTraffic(verdict) ? live.snapshot?[.requestRate].value ?? 0 : nil)
        limit = breach?.limit.threshold
        requests = live.tracker.basis?.requests
        bad = live.tracker.basis?.bad
        judgedSeconds = live.tracker.basis.map { $0.length / .seconds(1) }
        let since = live.since(at: now)
        self.since = since?.seconds
        let change: TrafficChange? = if case .traffic(let change) = verdict { change } else { nil }
        isOlderThanData = breach?.isOlderThanData ?? change?.isOlderThanData
        sinceInterval = breach?.estimate.map {
            Interval(earliest: $0.earliest.seconds, latest: $0.latest.seconds)
        }
        durationSeconds = since.map { (now - $0) / .seconds(1) }
        failuresSoFar = breach?.errorsSoFar
        clientErrors = live.clientErrors.map { refused in
            ClientErrors(
                share: refused.share,
                shareBefore: refused.before,
                statuses: Dictionary(refused.statuses.map { ($0.name, $0.share) }, uniquingKeysWith: +)
            )
        }
        let told = StreamLine.attribution(state)
        attribution = told.map { Self.word($0.attribution) }
        suspects = (told?.suspects ?? []).map { suspect in
            Suspect(
                labels: suspect.labelNames,
                values: suspect.parts.map { part in suspect.labelNames.map { part[$0] } },
                shareOfNew: suspect.shareOfNew,
                shareOfTraffic: suspect.shareOfTraffic
            )
        }
        evidence = StreamLine.evidence(state)
        let others = state.otherServices
        otherServices = (live.report?.services ?? []).filter { $0.service != live.report?.key }.map { other in
            let limits = state.settings.limits(of: other.service, called: other.service.name)
            let window = live.report?.window ?? state.settings.window
            return OtherService(
                service: other.service.name,
                state: "\(other.health(limits: limits, window: window))",
                errorShare: other.errorShare,
                since: others.broken.first { $0.key == other.service && !$0.isOlderThanData }?.since.seconds,
                cause: others.cause.flatMap { $0.service.key == other.service ? Self.word($0) : nil }
            )
        }
        events = live.events.map { Event(at: $0.at.seconds, kind: $0.word, text: $0.text) }
        signals = SignalRecord.all(of: state)
        slos = state.promised.map { ObjectiveDocument.Objective($0) }
        source = SourceRecord(state)
    }

    /// The record as JSON over several lines.
    var text: String { RecordText.json(self, isPretty: true) }

    /// The record as JSON on one line.
    var line: String { RecordText.json(self, isPretty: false) }

    /// The record in words: the verdict, what it is judged by, the suspects, what happened.
    var lines: [String] {
        var lines = evidence
        for suspect in suspects {
            let parts = suspect.values.map { values in
                zip(suspect.labels, values).map { "\($0)=\($1)" }.joined(separator: ",")
            }
            lines.append(
                "suspect: \(parts.joined(separator: " and ")): \(GateText.percent(suspect.shareOfNew)) of what is new, "
                    + "\(GateText.percent(suspect.shareOfTraffic)) of the traffic"
            )
        }
        lines += events.map { "\(TimeText.clock(Timestamp(seconds: $0.at)))Z \($0.text)" }
        return lines
    }

    private static func isTraffic(_ verdict: Verdict) -> Bool {
        if case .traffic = verdict { true } else { false }
    }

    private static func word(_ cause: OtherServices.Cause) -> String {
        switch cause {
        case .called: "called"
        case .earlier: "earlier"
        }
    }

    private static func word(_ attribution: Attribution) -> String {
        switch attribution {
        case .suspect: "suspect"
        case .everywhere: "everywhere"
        case .tooFew: "few"
        case .nothingNew: "nothing"
        }
    }
}
