internal import PromQL
import Yams

extension ConfigurationFile {
    static let sourceKeys =
        ["prometheus", "scrape", "http_config", "headers", "service", "service_labels", "label"]
        + ScrapeLimit.allCases.map(\.rawValue)
    /// What fits beside the other things of the screen's first row.
    static let labelLimit = 20

    static func sources(_ file: SettingsMapping) throws(Failure) -> [Configuration.Source] {
        guard let section = try file.mapping("sources") else { return [] }
        var sources: [Configuration.Source] = []
        for entry in section.entries {
            guard isName(entry.name) else {
                let what = Suggestion.quoted(entry.name).map { "\($0) is" } ?? "this is"
                throw file.place.failure(
                    "\(what) no name of a source: letters, digits, '-', '_', '.'",
                    at: entry.key.mark
                )
            }
            sources.append(try source(entry, in: file.place))
        }
        return sources
    }

    /// The source that the file asks for.
    static func chosenSource(
        _ file: SettingsMapping,
        among sources: [Configuration.Source]
    ) throws(Failure) -> Given<String>? {
        guard let name = try file.text("source") else { return nil }
        guard sources.contains(where: { $0.name == name.value }) else {
            let shown = Suggestion.quoted(name.value).map { " \($0)" } ?? ""
            guard !sources.isEmpty else {
                throw file.failure("source\(shown) is not defined: there are no sources in this file", at: "source")
            }
            let words = Suggestion.words(for: name.value, among: sources.map(\.name))
            throw file.failure("source\(shown) is not one of \(words)", at: "source")
        }
        return name
    }

    /// Whether a text is one word that needs no quotes anywhere.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 64
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }

    private static func source(
        _ entry: SettingsMapping.Entry,
        in place: FilePlace
    ) throws(Failure) -> Configuration.Source {
        let title = "source '\(entry.name)'"
        let mapping = try SettingsMapping(entry.value, named: title, in: place, allowed: sourceKeys)
        var source = Configuration.Source(name: entry.name, place: try address(mapping))
        source.httpConfig = try mapping.text("http_config").map { Given(place.absolute($0.value), $0.origin) }
        source.headers = try headers(mapping)
        source.scrapeLimits = try scrapeLimits(mapping)
        switch source.place.value {
        case .pages:
            for key in ["http_config", "headers"] where mapping[key] != nil {
                throw mapping.failure("\(title) scrapes pages, which are asked without \(key)", at: key)
            }
        case .prometheus:
            for key in ScrapeLimit.allCases.map(\.rawValue) where mapping[key] != nil {
                throw mapping.failure("\(title) is a Prometheus: \(key) is for pages", at: key)
            }
        }
        source.service = try mapping.text("service")
        source.serviceLabels = try serviceLabels(mapping)
        source.label = try mapping.text("label")
        if let label = source.label, label.value.count > labelLimit {
            throw mapping.failure("label is longer than \(labelLimit) characters", at: "label")
        }
        return source
    }

    private static func address(_ mapping: SettingsMapping) throws(Failure) -> Given<Configuration.Source.Place> {
        switch (mapping["prometheus"], mapping["scrape"]) {
        case (let value?, nil):
            let text = try mapping.line(value, named: "prometheus")
            if let problem = AddressText.problem(text, allowsQuery: false) {
                throw mapping.failure("prometheus \(problem)", at: "prometheus")
            }
            return Given(.prometheus(text), mapping.place.origin(value))
        case (nil, let value?):
            var pages: [String] = []
            for node in value.sequence == nil ? [value] : try mapping.list("scrape") {
                let text = try mapping.line(node, named: "scrape")
                if let problem = AddressText.problem(text, allowsQuery: true) {
                    throw mapping.place.failure("scrape \(problem)", at: node.mark)
                }
                guard !pages.contains(text) else {
                    throw mapping.place.failure("a page twice: its requests would count twice", at: node.mark)
                }
                pages.append(text)
            }
            guard !pages.isEmpty else { throw mapping.failure("scrape names no page", at: "scrape") }
            return Given(.pages(pages), mapping.place.origin(value))
        case (nil, nil):
            throw mapping.place.failure("\(mapping.title) needs prometheus or scrape", at: mapping.node.mark)
        case (.some, .some):
            throw mapping.failure("\(mapping.title) has both prometheus and scrape: keep one", at: "scrape")
        }
    }
}
