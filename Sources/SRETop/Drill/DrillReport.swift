import Dashboard
import Incidents
import PromModel

/// What a drill comes to: answers beside the truth, and the evidence that stood on the screen.
struct DrillReport {
    let incident: Incident
    let seed: UInt64?
    let answer: DrillScore.Answer
    let score: DrillScore
    let epoch: Timestamp
    let rows: [String]

    /// Lines for whoever took it.
    var lines: [String] {
        var lines = [mark(score.isTroubleRight) + " what: \(answer.trouble.rawValue); it was \(truth)"]
        if let isRight = score.isSinceRight, let begins = incident.troubleBegins {
            let (answered, began) = (answer.since.map(clock) ?? "no answer", clock(begins))
            let error = score.sinceErrorSeconds.map { error -> String in
                // By the moments as they are shown: those that lie in two seconds are not of one.
                if answered == began { return ", to the second" }
                let distance = abs(error) < 1 ? "less than a second" : span(abs(error))
                return ", \(distance) \(error < 0 ? "too early" : "too late")"
            }
            lines.append(mark(isRight) + " since: \(answered)\(error ?? ""); it began at \(began)")
        }
        if let isRight = score.isWhoRight {
            lines.append(mark(isRight) + " who: \(answer.who.isEmpty ? "nobody" : answer.who); it was \(culprits)")
        }
        if let detection = score.detectionSeconds, let diagnosis = score.diagnosisSeconds {
            lines.append("seen \(span(detection)) after it began, answered after \(span(diagnosis))")
        }
        lines.append("\(score.points.right) of \(score.points.of) right")
        if !rows.isEmpty { lines += ["", "what stood on the screen then:"] + rows.map { "  " + $0 } }
        lines += ["", "the incident: \(name)"]
        return lines
    }

    /// How to play it again.
    private var name: String {
        let kind = incident.kind.isEmpty ? "" : " (\(incident.kind))"
        return incident.name + kind + (seed.map { ": sretop drill --seed \($0)" } ?? "")
    }

    private var truth: String {
        guard score.detectionSeconds != nil else {
            return incident.troubleBegins == nil ? "nothing" : "nothing yet: it had not begun"
        }
        return incident.troubles.map(\.rawValue).sorted().joined(separator: " and ")
    }

    /// The parts that explain it, in the fewest words.
    private var culprits: String {
        let places = incident.culprits.map { place in
            place.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.joined(separator: "|"))" }
                .joined(separator: ",")
        }
        let shortest = places.min { $0.count < $1.count }
        return shortest ?? "everywhere alike"
    }

    private func mark(_ isRight: Bool) -> String { isRight ? "right" : "WRONG" }

    private func clock(_ seconds: Double) -> String {
        TimeText.clock(epoch + .milliseconds(Int64(seconds * 1000))) + "Z"
    }

    private func span(_ seconds: Double) -> String { TimeText.span(.milliseconds(Int64(seconds * 1000))) }

    /// One line of JSON for a log of drills.
    var record: DrillRecord {
        DrillRecord(
            at: TimeText.clock(epoch),
            incident: incident.name,
            kind: incident.kind,
            seed: seed,
            what: score.isTroubleRight,
            since: score.isSinceRight,
            who: score.isWhoRight,
            detectionSeconds: score.detectionSeconds,
            diagnosisSeconds: score.diagnosisSeconds,
            sinceErrorSeconds: score.sinceErrorSeconds
        )
    }
}
