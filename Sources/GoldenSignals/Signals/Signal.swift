/// The seven numbers of the screen, in its order.
package enum Signal: String, CaseIterable, Sendable, Hashable, Codable, CodingKeyRepresentable {
    /// Requests a second.
    case requestRate
    /// The share of requests that did not fail, 0 to 1.
    case successShare
    /// The share of requests that the server failed (5xx), 0 to 1.
    case errorShare
    /// Mean latency in seconds.
    case averageLatency
    /// 95th percentile of the latency in seconds.
    case p95Latency
    /// 99th percentile of the latency in seconds.
    case p99Latency
    /// How full the fullest resource is, 0 to 1.
    case saturation

    /// The short name on the screen.
    package var label: String {
        switch self {
        case .requestRate: "RPS"
        case .successShare: "OK%"
        case .errorShare: "5xx"
        case .averageLatency: "AVG"
        case .p95Latency: "p95"
        case .p99Latency: "p99"
        case .saturation: "SAT"
        }
    }

    /// The kind of number it is.
    package var unit: Unit {
        switch self {
        case .requestRate: .perSecond
        case .successShare, .errorShare, .saturation: .share
        case .averageLatency, .p95Latency, .p99Latency: .seconds
        }
    }

    /// What a signal is measured in.
    package enum Unit: Sendable, Hashable {
        /// Events a second.
        case perSecond
        /// A share of one, shown in percent.
        case share
        /// Seconds.
        case seconds
    }

    /// Whether lower values are the worse ones: a chart column then keeps its lowest value.
    package var isWorseWhenLower: Bool { self == .successShare }
}
