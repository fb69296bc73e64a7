/// How somebody's answers compare with the truth of an incident.
///
/// Times are seconds from the incident's beginning.
package struct DrillScore: Sendable, Equatable {
    /// What was answered.
    package struct Answer: Sendable, Equatable {
        /// When the screen was left: something had been seen, or given up.
        package var leftAt: Double
        /// When the last question was answered.
        package var answeredAt: Double
        /// What is wrong.
        package var trouble: Trouble
        /// Since when; nil for no answer.
        package var since: Double?
        /// Who explains it, in the answerer's words; empty for nobody.
        package var who: String

        /// An answer.
        package init(leftAt: Double, answeredAt: Double, trouble: Trouble, since: Double?, who: String) {
            self.leftAt = leftAt
            self.answeredAt = answeredAt
            self.trouble = trouble
            self.since = since
            self.who = who
        }
    }

    /// So many seconds beside the truth, a beginning is still right.
    package static let tolerance = 10.0
    private static let nobody = ["", "-", "all", "everywhere", "everything", "nobody", "none"]

    /// From the beginning of the trouble to leaving the screen; nil where there is none, or none had begun.
    package let detectionSeconds: Double?
    /// From the beginning of the trouble to the last answer; nil as above.
    package let diagnosisSeconds: Double?
    /// The trouble was named.
    package let isTroubleRight: Bool
    /// The beginning that was answered less the true one, in seconds; nil where either is missing.
    package let sinceErrorSeconds: Double?
    /// The beginning is within the tolerance; nil where there is nothing to date.
    package let isSinceRight: Bool?
    /// One of the parts that explain it was named, or rightly none; nil where nothing is wrong.
    package let isWhoRight: Bool?

    /// Compares.
    package init(_ answer: Answer, of incident: Incident) {
        // What had not begun when the screen was left could not be seen.
        let begins = incident.troubleBegins.flatMap { $0 <= answer.leftAt ? $0 : nil }
        detectionSeconds = begins.map { answer.leftAt - $0 }
        diagnosisSeconds = begins.map { answer.answeredAt - $0 }
        guard let begins else {
            isTroubleRight = answer.trouble == .nothing
            (sinceErrorSeconds, isSinceRight, isWhoRight) = (nil, nil, nil)
            return
        }
        isTroubleRight = incident.troubles.contains(answer.trouble)
        sinceErrorSeconds = answer.since.map { $0 - begins }
        isSinceRight = sinceErrorSeconds.map { abs($0) <= Self.tolerance } ?? false
        let who = answer.who.lowercased()
        let culprits = incident.culprits
        if culprits.isEmpty {
            isWhoRight = Self.nobody.contains(who)
        } else {
            let words = who.split { " ,;".contains($0) }.map { word in
                // `route=/pay` as the screen has it, and `/pay`.
                word.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
            }
            isWhoRight = culprits.contains { place in
                place.values.allSatisfy { values in
                    values.contains { value in words.contains { Self.names(value.lowercased(), $0) } }
                }
            }
        }
    }

    /// A process may be named without its port.
    private static func names(_ value: String, _ word: String) -> Bool {
        value == word || (value.contains(":") && value.hasPrefix(word + ":"))
    }

    /// How many of the questions that have an answer were answered rightly, and of how many.
    package var points: (right: Int, of: Int) {
        let judged = [isTroubleRight, isSinceRight, isWhoRight].compactMap { $0 }
        return (judged.count { $0 }, judged.count)
    }
}
