package import Detection
import GoldenSignals

// What a profile of a service is made of.
extension PrometheusSource {
    /// Why there is nothing to make a profile of.
    package enum SuggestionFailure: Error, Equatable, CustomStringConvertible {
        /// The source does not answer, or what it has is too much to look at.
        case source(String)
        /// There are several services, or none of that name.
        case service(String)

        /// In words for a person.
        package var description: String {
            switch self {
            case .source(let reason), .service(let reason): reason
            }
        }
    }

    /// What is found in the metrics of a service, or of the only one there is, whether a profile takes it or not.
    package func detection(of name: String?) async throws(SuggestionFailure) -> DetectionResult {
        let update = await pollOnce()
        if let failure = update.failure, knowledge.dialect == nil { throw .source(FailureReason(failure).sentence) }
        let directory = knowledge.directory
        let all = Set(directory.services + directory.targets.keys.map { directory.labels.key(of: $0) })
        let services = all.sorted { $0.name < $1.name }
        let names = ServiceKey.list(services, most: 20)
        let wanted = services.filter { service in name.map(service.isCalled) ?? true }
        guard let service = wanted.first, wanted.count == 1 else {
            if services.isEmpty { throw .source("the source has no service and no target") }
            if let name, wanted.isEmpty { throw .service("no service is called '\(name)'; there are: \(names)") }
            throw .service("there are several services, name one (--service): \(names)")
        }
        let found = await search([service], [])
        if let failure = found.failure { throw .source("\(service.name): \(failure)") }
        guard let result = found.results[service] else {
            throw .service("\(service.name): none of its metrics is called as one that counts requests")
        }
        return result
    }
}
