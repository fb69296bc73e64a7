extension SignalCatalog {
    /// Requests a second that ended without an answer and that no other counter holds; nil where the service does not tell.
    ///
    /// Nobody was answered, so they have no status and no duration: they are added to the requests and to the failures.
    package var unansweredRate: String? { unanswered.map { "sum\(by)(\(rate($0)))" } }

    /// The same as counted by each process since it started.
    package var unansweredTotals: String? { unanswered.map { "sum \(byProcess) (\($0.values))" } }

    /// Their counter; nil where the service has none.
    var unanswered: Counter? { profile.unanswered.map { counter($0) } }
}

/// The numbers as they stand on the screen, each in one expression: who takes them as they are (rules, dashboards,
/// objectives) adds nothing afterwards. Without a counter of unanswered requests they are the parts themselves.
extension SignalCatalog {
    /// Requests a second, with those that ended without an answer.
    package var askedRate: String {
        unansweredRate.map { "(\(requestRate) + \(Self.unanswered($0, while: requestRate)))" } ?? requestRate
    }

    /// Failed requests a second, with those that ended without an answer; nil where the metric carries no status.
    package var failedRate: String? {
        errorRate.map { failed in
            unansweredRate.map { "(\(failed)) + \(Self.unanswered($0, while: requestRate))" } ?? failed
        }
    }

    /// How many requests the window holds, with those that ended without an answer.
    package var askedCount: String {
        guard let unanswered else { return requestCount }
        return "(\(requestCount) + \(Self.unanswered("sum\(by)(\(increase(unanswered)))", while: requestCount)))"
    }

    /// A signal's whole expression; nil where the service cannot tell it.
    package func whole(_ signal: Signal) -> String? {
        guard profile.unanswered != nil, !profile.isProbed else { return expression(for: signal) }
        return switch signal {
        case .requestRate: askedRate
        case .successShare: failedRate.map { "1 - (\($0)) / (\(askedRate) > 0)" }
        case .errorShare: failedRate.map { "(\($0)) / (\(askedRate) > 0)" }
        case .averageLatency, .p95Latency, .p99Latency, .saturation: expression(for: signal)
        }
    }

    /// None of them where the service does not count any yet; absent where it counts no requests.
    private static func unanswered(_ sum: String, while requests: String) -> String {
        "(\(sum) or 0 * \(requests))"
    }
}
