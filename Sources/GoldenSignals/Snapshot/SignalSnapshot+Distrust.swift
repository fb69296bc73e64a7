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

extension SignalSnapshot {
    /// Whether the samples do not fill the window.
    package var isPartial: Bool { window < fullWindow || isThin }

    /// Takes every number back that is made of requests.
    package mutating func distrust(_ reason: Distrust) {
        takeBack()
        distrust = reason
    }

    /// Takes them back until the next sample tells whether they are right.
    package mutating func holdBack() {
        takeBack()
        isWarmingUp = true
    }

    private mutating func takeBack() {
        for signal in Signal.allCases where signal != .saturation { readings[signal] = SignalReading(.noData) }
        (requestCount, errorsPerSecond, errorsSinceOnset, errorTotals) = (nil, nil, nil, [:])
        (topBucket, breakdown, isWarmingUp, clientErrors, unanswered) = (nil, nil, false, nil, nil)
        // Those of whoever answered last.
        (processStarts, versions) = ([:], [:])
    }
}
