import PromModel

/// Services whose numbers are asked for alike: over one window, told apart by the same labels.
struct OverviewClass: Sendable, Equatable {
    /// More windows than this would make one question many.
    static let mostWindows = 3
    /// It stands many times in a question: a longer one, in bytes, costs more than it saves.
    private static let longestNarrowing = 300

    /// The services.
    let services: [ServiceKey]
    /// What they are told apart by.
    let names: [String]
    /// The window of their rates.
    let window: Duration
    /// What selects their series, and few others; empty where there is one class.
    let selector: String

    /// The classes of a directory's services, the one with the shortest window first.
    ///
    /// `windows` are those of services that need another window than `window`.
    static func all(
        of directory: ServiceDirectory,
        window: Duration,
        windows: [ServiceKey: Duration]
    ) -> [OverviewClass] {
        struct Kind: Hashable {
            let window: Duration
            let names: [String]
            let replica: String
        }
        let services = directory.services
        let levels = levels(services.map { max(windows[$0] ?? window, .milliseconds(1)) })
        let groups = Dictionary(grouping: services) { service in
            let wanted = windows[service] ?? window
            return Kind(
                window: levels.first { $0 >= wanted } ?? wanted,
                names: service.names,
                replica: directory.replicaMatcher(of: service)
            )
        }
        let kinds = groups.keys.sorted {
            ($0.window, $0.names.count, $0.replica) < ($1.window, $1.names.count, $1.replica)
        }
        guard !kinds.isEmpty else {
            return [OverviewClass(services: [], names: directory.labels.names, window: window, selector: "")]
        }
        return kinds.map { kind in
            let own = groups[kind] ?? []
            let others = kinds.filter { $0 != kind }.flatMap { groups[$0] ?? [] }
            let narrowing = others.isEmpty ? "" : narrowing(to: own, from: others)
            // Rows of other classes are left out of the answer in any case.
            let parts = [narrowing.utf8.count > longestNarrowing ? "" : narrowing, kind.replica]
            return OverviewClass(
                services: own,
                names: kind.names,
                window: kind.window,
                selector: parts.filter { !$0.isEmpty }.joined(separator: ",")
            )
        }
    }

    /// The windows that are asked for: all of those wanted where they are few, else the longest and the commonest.
    ///
    /// A service is asked about over the next longer one.
    private static func levels(_ wanted: [Duration]) -> [Duration] {
        let counts = wanted.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        guard counts.count > mostWindows, let longest = counts.keys.max() else { return counts.keys.sorted() }
        let common = counts.filter { $0.key != longest }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return (common.prefix(mostWindows - 1).map(\.key) + [longest]).sorted()
    }

    /// The matcher that leaves out most of what the others have: a server need not work for rows that nobody reads.
    private static func narrowing(to own: [ServiceKey], from others: [ServiceKey]) -> String {
        let name = (own + others).allSatisfy { $0.names.contains("job") } ? "job" : own[0].names.last ?? "job"
        let wanted = Set(own.map { $0.labels[name] })
        let unwanted = Set(others.map { $0.labels[name] })
        let isShorter = unwanted.count < wanted.count && wanted.isDisjoint(with: unwanted)
        let pattern = (isShorter ? unwanted : wanted).sorted().map(LabelPatternText.literal).joined(separator: "|")
        return "\(name)\(isShorter ? "!~" : "=~")\(Labels.quoted(pattern))"
    }
}
