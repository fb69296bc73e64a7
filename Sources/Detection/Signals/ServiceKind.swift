/// What a service is asked.
package enum ServiceKind: String, Sendable, CaseIterable {
    case http
    case grpc
    case rpc
    case dns
    case requests
    case commands
    case queries
    case transactions
    case tasks
    case messages
    /// Nothing is counted: a gauge tells how the last probe went.
    case probe

    /// Kinds whose counters need neither status nor duration to be believed.
    var standsAlone: Bool {
        switch self {
        case .http, .grpc, .rpc, .dns: true
        case .requests, .commands, .queries, .transactions, .tasks, .messages, .probe: false
        }
    }

    /// Which kind a service that knows several is shown by: the lower the better.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    /// What is counted, as a word.
    package var unit: String {
        switch self {
        case .http, .grpc, .requests: "requests"
        case .rpc: "calls"
        case .dns, .queries: "queries"
        case .commands: "commands"
        case .transactions: "transactions"
        case .tasks: "tasks"
        case .messages: "messages"
        case .probe: "probes"
        }
    }
}
