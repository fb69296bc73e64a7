package import PromModel

/// What targets are called: by host and port, and where several stand there, by what tells them apart, too.
///
/// A kubelet and its cAdvisor answer on one port; their target label `metrics_path` differs.
package struct TargetNames: Sendable {
    private let names: [Labels: String]

    /// Names for targets by their labels.
    package init(_ targets: [Labels]) {
        var names: [Labels: String] = [:]
        for (instance, group) in Dictionary(grouping: Set(targets.map(Self.plain)), by: { $0["instance"] }) {
            let labels = Set(group.flatMap { $0.map(\.name) }).sorted()
            let telling = labels.filter { name in Set(group.map { $0[name] }).count > 1 }
            // One label is enough where it alone tells all of them apart; a path needs no explanation.
            let enough = telling.filter { name in Set(group.map { $0[name] }).count == group.count }
            let best = enough.first { $0.hasSuffix("path") } ?? enough.first
            for target in group {
                let parts = (best.map { [$0] } ?? telling).filter { !target[$0].isEmpty }.map { name in
                    target[name].hasPrefix("/") ? target[name] : "\(name)=\(target[name])"
                }
                names[target] = ([instance] + parts).joined(separator: " ")
            }
        }
        self.names = names
    }

    /// What a target is called.
    package func name(of target: Labels) -> String { names[Self.plain(target)] ?? target["instance"] }

    private static func plain(_ labels: Labels) -> Labels {
        labels.dropping([Labels.metricNameLabel, SignalCatalog.tagLabel])
    }
}
