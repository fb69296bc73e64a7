import GoldenSignals
import TerminalUI

/// What a chart is about.
enum ChartTopic: Equatable {
    case signal(Signal)
    /// The 99th and 95th percentile and the average over one axis.
    case latency
    /// Failed requests a second.
    case failures

    /// The lines of the chart, the most important first.
    var signals: [Signal] {
        switch self {
        case .signal(let signal): [signal]
        case .latency: [.p99Latency, .p95Latency, .averageLatency]
        case .failures: []
        }
    }

    /// The signal whose limit and unit the chart has.
    var leading: Signal {
        switch self {
        case .signal(let signal): signal
        case .latency: .p99Latency
        case .failures: .requestRate
        }
    }

    /// The title, in the words for what the service is asked.
    func title(_ words: SignalWords) -> String {
        switch self {
        case .signal(.errorShare): "\(words.failed) %"
        case .signal(.successShare): "OK %"
        case .signal(.requestRate): "RPS"
        case .signal(.saturation): "saturation"
        case .signal(let signal): signal.label
        case .latency: "latency p99 p95 avg"
        case .failures: "failing/s"
        }
    }

    /// Whether it shows a signal.
    func shows(_ signal: Signal) -> Bool { signals.contains(signal) }
}
