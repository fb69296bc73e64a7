package import PromModel
import PromQL

/// Which labels tell one service from another on a source.
///
/// Beside the names there are splits: where one job clearly mixes services, a further label takes that job apart, and
/// no other.
package struct ServiceLabels: Sendable, Equatable {
    /// What a Prometheus usually has, and nothing beyond it.
    package static let standard = ServiceLabels()
    /// The usual names, and what takes a job apart that clearly mixes services.
    package static let searching = ServiceLabels(further: apps + exported + deployments)
    /// Labels that are called after what runs, and what runs it.
    static let apps = ["app", "app_kubernetes_io_name"]
    static let deployments = ["deployment"]

    /// Labels that whoever passes metrics on puts on the requests; the others stand on the targets, too.
    private static let exported = ["exported_job", "service_name", "service.name"]

    /// The labels that are looked at, as far as they are there; the most general one first.
    package let names: [String]
    /// The labels that may take a job apart, the likeliest first.
    package let further: [String]
    /// The target of a page carries no label of a service: what stands on all requests of the page tells them apart.
    private let isOnPage: Bool
    /// The further label of each job that mixes services, by the labels of the whole.
    package private(set) var splits: [Labels: String] = [:]

    /// Names, and what is looked for beyond them.
    package init(
        _ names: [String] = ["cluster", "namespace", "service", "job"],
        further: [String] = [],
        isOnPage: Bool = false
    ) {
        self.names = names
        self.isOnPage = isOnPage
        self.further = further.filter { !names.contains($0) }
    }

    /// Those of them that a server can be asked for which reads no names in quotes.
    package var plain: ServiceLabels {
        var result = ServiceLabels(
            names.filter(PromQLName.isPlain(label:)),
            further: further.filter(PromQLName.isPlain(label:)),
            isOnPage: isOnPage
        )
        result.splits = splits
        return result
    }

    /// The key among a series' labels.
    package func key(of labels: Labels) -> ServiceKey {
        let whole = labels.keeping(only: names)
        guard let split = splits[whole] else { return ServiceKey(whole, by: names) }
        return ServiceKey(labels.keeping(only: names + [split]), by: names + [split])
    }

    /// All labels that a count of series has to keep apart.
    var counted: [String] { names + further }

    /// The same labels, with what tells services apart in the jobs that mix several.
    ///
    /// `requests` and `targets` are the labels that series of requests and of targets have been counted by. A label of
    /// the requests alone, such as `app`, may tell a service's clients: it counts where the targets differ in it, too,
    /// or where there are none. What was once taken apart stays so: one of its services may be down.
    package func splitting(requests: [Labels], targets: [Labels]) -> ServiceLabels {
        guard !further.isEmpty else { return self }
        var result = self
        let scraped = Dictionary(grouping: targets) { $0.keeping(only: names) }
        for (whole, series) in Dictionary(grouping: requests, by: { $0.keeping(only: names) })
        where splits[whole] == nil {
            result.splits[whole] = further.first { name in
                guard !Self.values(name, series).isEmpty else { return false }
                if Self.exported.contains(name) {
                    // What is pushed may have nothing else that names it.
                    return Self.values(name, series).count > (whole.isEmpty && !isOnPage ? 0 : 1)
                }
                guard !isOnPage, let scraped = scraped[whole] else {
                    return Self.values(name, series).count > 1 && series.allSatisfy { !$0[name].isEmpty }
                }
                return Self.values(name, scraped).count > 1
            }
        }
        return result
    }

    private static func values(_ name: String, _ series: [Labels]) -> Set<String> {
        Set(series.map { $0[name] }.filter { !$0.isEmpty })
    }
}
