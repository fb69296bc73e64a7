/// Why numbers cannot be trusted although the source answers.
package enum Distrust: Sendable, Equatable, CustomStringConvertible, Codable {
    /// The counters of several processes come by turns under one name: their jumps are no traffic.
    case severalProcesses(instance: String)
    /// Counters or start times changed as those of one process do not: what a window counts over that may be no traffic.
    case unexplainedChange(instance: String)

    /// In words for a person.
    package var description: String {
        switch self {
        case .severalProcesses(let instance):
            "several processes answer in turn behind \(instance): its numbers cannot be trusted"
        case .unexplainedChange(let instance):
            "\(instance) does not count on as one process does: others may answer there"
        }
    }
}
