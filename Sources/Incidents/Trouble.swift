/// What is wrong with a service, in the words that somebody answers a drill with.
package enum Trouble: String, Sendable, CaseIterable {
    /// Requests fail.
    case errors
    /// Requests are refused for what their clients sent, or for how often.
    case refused
    /// Answers take longer.
    case latency
    /// Less or more is asked for than usual.
    case traffic
    /// A resource is nearly used up.
    case saturation
    /// Processes begin anew, again and again.
    case restarts
    /// Processes do not answer.
    case down
    /// All is well.
    case nothing

    /// Further words for each.
    private var synonyms: [String] {
        switch self {
        case .errors: ["5xx", "failures", "errors", "error"]
        case .refused: ["4xx", "401", "403", "429", "refusals"]
        case .latency: ["slow", "p95", "p99", "avg"]
        case .traffic: ["rps", "load", "idle"]
        case .saturation: ["sat", "memory", "fds", "cpu", "full"]
        case .restarts: ["crash", "crashes", "crash loop", "restart"]
        case .down: ["outage", "up"]
        case .nothing: ["ok", "calm", "none", "no"]
        }
    }

    /// Reads an answer: a name or one of its other words, in any case; nil for anything else.
    package init?(answer: String) {
        let word = answer.lowercased()
        guard let found = Self.allCases.first(where: { $0.rawValue == word || $0.synonyms.contains(word) }) else {
            return nil
        }
        self = found
    }
}

extension Incident {
    /// Everything that goes wrong in it; empty where nothing does.
    package var troubles: Set<Trouble> { faults.reduce(into: []) { $0.formUnion($1.troubles) } }

    /// The first moment of a trouble, in seconds from the beginning; nil where there is none.
    package var troubleBegins: Double? { faults.filter { !$0.troubles.isEmpty }.map(\.from).min() }

    /// The parts that are hit, each by its labels; empty where no part is hit more than others.
    package var culprits: [[String: [String]]] {
        let named = expect.flatMap(\.suspects)
        if !named.isEmpty { return named }
        return faults.filter { !$0.troubles.isEmpty && !$0.place.isEmpty }.map(\.place)
    }
}

extension Incident.Fault {
    /// What it does to the service; empty where it only happens, such as a deploy or somewhat more traffic.
    package var troubles: Set<Trouble> {
        var found: Set<Trouble> = []
        if failures ?? 0 > 0 { found.insert(.errors) }
        if refused ?? 0 > 0 { found.insert(.refused) }
        if slower ?? 1 > 1 { found.insert(.latency) }
        // A daily swing is none.
        if let traffic, traffic >= 2 || traffic <= 0.5 { found.insert(.traffic) }
        if !resources.isEmpty { found.insert(.saturation) }
        if restartsEvery != nil { found.insert(.restarts) }
        if isDown { found.insert(.down) }
        return found
    }
}
