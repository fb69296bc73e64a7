import Incidents
import PromModel

/// What was told against what was to be told.
struct Judgement {
    /// Something that differs.
    struct Difference {
        let kind: IncidentRun.Fault.Kind
        let detail: String
    }

    private(set) var faults: [Difference] = []
    private let incident: Incident
    private let expected: Incident.Expectation
    private let told: Told

    init(
        _ incident: Incident,
        _ expected: Incident.Expectation,
        _ told: Told,
        at moment: Double,
        in world: PlayedWorld,
        tolerance: Duration
    ) {
        self.incident = incident
        self.expected = expected
        self.told = told
        judgeVerdict()
        if let onset = expected.onset {
            judgeOnset(world.epoch + .milliseconds(Int64(onset * 1000)), tolerance)
        }
        judgeCulprit()
        judgeWords()
        if let share = expected.counted, let onset = expected.onset {
            let service = incident.watch ?? incident.instances[0].service
            let truth = Double(world.failures(of: service, from: onset, to: moment))
            judgeCount(truth, share)
        }
    }

    private mutating func note(_ kind: IncidentRun.Fault.Kind, _ detail: String) {
        faults.append(Difference(kind: kind, detail: detail))
    }

    private mutating func judgeVerdict() {
        if !expected.verdict.isEmpty, !expected.verdict.contains(told.verdict) {
            note(.verdict, "told \(told.verdict) \(told.signal), not \(expected.verdict.joined(separator: " or "))")
        } else if let signal = expected.signal, told.signal != signal {
            note(.verdict, "told of \(told.signal), not of \(signal)")
        }
    }

    private mutating func judgeOnset(_ truth: Timestamp, _ tolerance: Duration) {
        guard let since = told.since else {
            // Where nothing is wrong nothing is dated.
            if told.isAlarm { note(.onset, "nothing dated") }
            return
        }
        guard told.isAlarm else { return }
        let off = since - truth
        if let interval = told.interval, interval.contains(truth) { return }
        if off > tolerance || off < .zero - tolerance {
            note(.onset, "off by \(off.milliseconds) ms\(told.interval == nil ? "" : ", outside of its interval")")
        }
    }

    private mutating func judgeCulprit() {
        if expected.isEverywhere, !told.suspects.isEmpty {
            note(.culprit, "named \(told.suspects), where nobody is to be")
        }
        guard !expected.suspects.isEmpty else { return }
        let names = expected.suspects.map { $0.values.flatMap { $0 } }
        if !expected.suspects.contains(where: isNamed) {
            note(.culprit, "named \(told.suspects), not one of \(names)")
        }
        let text = told.rows.joined(separator: "\n")
        if !names.contains(where: { $0.allSatisfy { text.contains($0) } }) {
            note(.row, "none of \(names) in rows 2 and 3")
        }
    }

    /// Whether what is named is that part: its values, and none of its traffic left out.
    private func isNamed(_ part: [String: [String]]) -> Bool {
        let named = Set(told.suspects.flatMap { $0.map(\.value) })
        guard part.values.allSatisfy({ $0.allSatisfy { named.contains($0) } }) else { return false }
        let truth = cells.filter { cell in part.allSatisfy { $1.contains(cell.labels[$0] ?? "") } }
        let missed = truth.filter { cell in
            !told.suspects.contains { labels in
                // What runs is not told by labels, and may change.
                labels.allSatisfy { $0.name == "version" || cell.labels[word(for: $0.name)] == $0.value }
            }
        }
        let all = truth.reduce(0) { $0 + $1.rate }
        return all == 0 || missed.reduce(0) { $0 + $1.rate } <= all * 0.1
    }

    /// The traffic by kind and process, with what tells it apart.
    private var cells: [(labels: [String: String], rate: Double)] {
        incident.traffic.flatMap { traffic in
            incident.instances.filter { $0.service == traffic.service }.map { instance in
                var labels = instance.labels
                labels["route"] = traffic.route
                labels["method"] = traffic.method
                labels["instance"] = instance.name
                return (labels, traffic.rate * instance.weight)
            }
        }
    }

    /// The incident's own word for a label.
    private func word(for name: String) -> String {
        switch name {
        case incident.metrics.route: "route"
        case incident.metrics.method: "method"
        default: name
        }
    }

    private mutating func judgeWords() {
        // Another service that is worse is named in row 1.
        let text = ([told.head] + told.rows).joined(separator: "\n")
        for word in expected.words where !text.contains(word) { note(.words, "'\(word)' is missing") }
        for word in expected.absent where text.contains(word) { note(.words, "'\(word)' stands there") }
    }

    private mutating func judgeCount(_ truth: Double, _ share: Double) {
        guard let count = told.failures else { return note(.counted, "not told, \(truth) came") }
        if count < truth * share || count > truth / share { note(.counted, "told \(count), \(truth) came") }
    }
}
