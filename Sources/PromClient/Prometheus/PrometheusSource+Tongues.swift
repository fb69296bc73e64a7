import GoldenSignals
import PromModel

// Instances of one service that count their requests by different names.
extension PrometheusSource {
    /// The match with what instances count that speak by the names of another profile alone; as it is where none does.
    ///
    /// One question for each other profile that fits, when the service is chosen.
    func united(_ match: ServiceMatch) async throws(APIFailure) -> ServiceMatch {
        let isAsked = standIn == nil && options.profile == nil && match.requestSeries > 0
        guard isAsked, !match.profile.isProbed, !match.profile.isJoined else { return match }
        let selector = knowledge.directory.selector(of: match.service)
        var others: [ServiceMatch] = []
        for other in knowledge.directory.matches(of: match.service)
        where other.profile.identifier != match.profile.identifier && other.profile.name != match.profile.name
            && other.requestSeries > 0 && !other.profile.isProbed
        {
            let answer = try await api.query(match.instancesSpeaking(other, selector: selector))
            note(answer)
            if (answer.value.values.first?.value ?? 0) > 0 { others.append(other) }
        }
        return others.isEmpty ? match : match.joined(by: others)
    }
}
