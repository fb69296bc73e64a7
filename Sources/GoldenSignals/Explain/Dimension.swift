/// What failures are told apart by.
package enum Dimension: String, Sendable, CaseIterable, Codable {
    case route
    case instance
    case method
    case status

    /// Those that a profile's requests can be told apart by.
    package static func known(to profile: MetricProfile) -> [Dimension] {
        allCases.filter { profile.labels(of: $0) != nil }
    }
}

extension MetricProfile {
    /// The labels that a dimension groups by; nil where the service's requests do not carry them.
    ///
    /// A route goes with its method: a form that is read and the same form sent are two things.
    package func labels(of dimension: Dimension) -> [String]? {
        switch dimension {
        case .route: routeLabel.map { [methodLabel, $0].compactMap { $0 } }
        case .instance: ["instance"]
        case .method: methodLabel.map { [$0] }
        // Failures that are counted by themselves have no statuses beside those of the requests.
        case .status: failures.count == 1 ? statusLabel.map { [$0] } : nil
        }
    }
}
