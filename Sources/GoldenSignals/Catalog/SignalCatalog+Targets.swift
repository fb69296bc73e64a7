package import PromModel
import PromQL

// Which series are of one target: those that its page brought carry all of its labels.
extension SignalCatalog {
    /// What tells targets apart where nothing else has to.
    static let usualTargetLabels = ["job", "instance"]

    /// The same expressions where further labels tell targets of one job and one address apart.
    ///
    /// A kubelet and its cAdvisor are two processes behind one port: the start of one says nothing of the other's counters.
    package func telling(targets: [Labels]) -> SignalCatalog {
        let names = Self.labelsTelling(targets)
        guard !names.isEmpty else { return self }
        var other = self
        other.targetLabels = Self.usualTargetLabels + names
        return other
    }

    /// The labels in which targets differ that have a job and an instance in common, by name.
    static func labelsTelling(_ targets: [Labels]) -> [String] {
        let sharing = Dictionary(grouping: Set(targets)) { $0.keeping(only: usualTargetLabels) }
        let names = sharing.values.filter { $0.count > 1 }.flatMap { group in
            Set(group.flatMap { $0.map(\.name) }).filter { name in Set(group.map { $0[name] }).count > 1 }
        }
        return Set(names).sorted()
    }

    /// How the series of one target are matched with each other.
    var onTarget: String { "on (\(PromQLName.labels(targetLabels)))" }

    /// What tells the processes of a service apart: their instance, and what tells two behind one address.
    var processLabels: [String] { targetLabels.filter { $0 != "job" } }

    /// By process.
    var byProcess: String { "by (\(PromQLName.labels(processLabels)))" }
}
