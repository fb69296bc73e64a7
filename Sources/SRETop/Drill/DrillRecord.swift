/// One drill in a log of drills.
struct DrillRecord: Codable, Equatable {
    /// When the incident began, by the clock of UTC.
    let at: String
    let incident: String
    let kind: String
    /// What makes the same incident again; nil where it was a file.
    let seed: UInt64?
    /// Which answers were right; nil where there was nothing to answer.
    let what: Bool
    let since: Bool?
    let who: Bool?
    /// From the beginning of the trouble to leaving the screen, and to the last answer.
    let detectionSeconds: Double?
    let diagnosisSeconds: Double?
    /// The answered beginning less the true one.
    let sinceErrorSeconds: Double?
}
