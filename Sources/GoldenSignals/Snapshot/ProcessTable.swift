package import PromModel

/// The processes of a service at a moment.
package struct ProcessTable: Sendable, Equatable, Codable {
    /// The moment.
    package let at: Timestamp
    /// The start time of each process in seconds, by its instance.
    package let starts: [String: Double]
    /// The version that each runs, by its instance.
    package let versions: [String: String]

    /// Memberwise.
    package init(at moment: Timestamp, starts: [String: Double], versions: [String: String]) {
        at = moment
        self.starts = starts
        self.versions = versions
    }
}
