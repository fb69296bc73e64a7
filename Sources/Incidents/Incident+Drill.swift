package import Randomness

extension Incident {
    /// How long before its trouble somebody begins to watch, in seconds: a calm time by chance, and whatever happens
    /// before that belongs to the incident.
    package func calmSeconds(_ random: inout SeededRandom) -> Double {
        guard let begins = troubleBegins else { return 0 }
        let first = faults.map(\.from).min() ?? begins
        let calm = 15 + 45 * random.nextUnitInterval()
        return min(begins, max(calm, begins - first + 10)).rounded()
    }
}

extension IncidentGenerator {
    /// How many kinds take turns.
    package static var kindCount: Int { Kind.allCases.count }
}
