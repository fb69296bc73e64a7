import PromClient
import PromModel
import ServiceKit

/// The metrics page of a service under load: what it counted itself.
struct ServicePage: Sendable {
    /// Why nothing can be compared, for a person.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let histogram = "http_request_duration_seconds"

    private let url: String
    private let routes: Set<String>

    /// The page beside a target's paths.
    init(of target: LoadTarget) {
        let scheme = target.isSecure ? "https://" : "http://"
        let authority = target.url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        url = "\(scheme)\(authority)/metrics"
        routes = Set(target.requests.map { String($0.path.prefix { $0 != "?" }) })
    }

    /// Reads it now.
    func account(_ transport: any HTTPTransport) async throws(Failure) -> ServiceAccount {
        let answer: HTTPAnswer
        do throws(TransportFailure) {
            answer = try await transport.ask(HTTPQuestion(url: url, timeout: .seconds(5), bodyLimit: 16 << 20))
        } catch {
            throw Failure(description: "\(url): \(error)")
        }
        guard answer.status == 200 else { throw Failure(description: "\(url) answers HTTP status \(answer.status)") }
        var account = ServiceAccount()
        for sample in ExpositionParser.parse(answer.body, format: .text).samples
        where routes.contains(sample.labels["route"]) {
            switch sample.labels["__name__"] {
            case Self.histogram + "_count": account.count += sample.value
            case Self.histogram + "_sum": account.seconds += sample.value
            case Self.histogram + "_bucket":
                let text = sample.labels["le"]
                guard let bound = text == "+Inf" ? Double.infinity : Double(text) else { continue }
                account.upTo[bound, default: 0] += sample.value
            default: continue
            }
        }
        guard !account.upTo.isEmpty else {
            let wanted = routes.sorted().joined(separator: ", ")
            throw Failure(description: "\(url) has no \(Self.histogram) by route for \(wanted)")
        }
        return account
    }
}
