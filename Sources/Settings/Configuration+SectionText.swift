import GoldenSignals
internal import PromQL

// The sections of the printed file that have sections of their own.
extension Configuration {
    var sourceLines: [String] {
        var lines = [
            "",
            "# Which of the sources below is watched where neither --source, --prometheus, --scrape nor PROMETHEUS_URL",
            "# says another: a name. One source needs no choice.",
            source.map { "source: \(YAMLText.scalar($0.value))  # \($0.origin)" }
                ?? "# source:  # default: the only one, else what answers on localhost:9090 or :8000",
            "",
            "# Where numbers come from, by name. Each has prometheus (a URL) or scrape (a list of URLs), and may have",
            "# http_config (a file with credentials and TLS), headers ('@FILE' for a value in a file), service (shown",
            "# first), service_labels (what tells services apart; else cluster, namespace, service, job, and where one",
            "# job has several services app or the like) and label (shown beside the name). Pages may have limits, named",
            "# as in Prometheus, beyond which a scrape fails: sample_limit, body_size_limit (such as 16MiB), label_limit,",
            "# label_name_length_limit, label_value_length_limit.",
        ]
        guard !sources.isEmpty else {
            return lines + [
                "# sources:  # default: none",
                "#   prod: {prometheus: 'https://prom.example:9090', http_config: prom.yml, service: checkout}",
                "#   local: {scrape: ['http://127.0.0.1:8000/metrics']}",
            ]
        }
        lines.append("sources:")
        for source in sources { lines += source.lines }
        return lines
    }

    var limitLines: [String] {
        let title = [
            "",
            "# What is too much: \(LimitText.form).",
            "# For another severity write {limit: '5xx<1%', severity: warning}, or critical; else 5xx is critical and the",
            "# rest a warning.",
        ]
        let given = Set(limits.map(\.value.signal))
        let defaults = Limit.defaults.filter { !given.contains($0.signal) }.map {
            "#   - '\(LimitText.format($0))'  # default"
        }
        let head = limits.isEmpty ? "# limits:" : "limits:"
        return title + [head] + defaults + Self.lines(limits, indent: "  ")
    }

    var serviceLines: [String] {
        let title = [
            "",
            "# What holds for one service alone, by its job or service label: limits (in the place of those of the",
            "# same signals), window, profile (one of those that come with sretop or stand below), and depends_on (the",
            "# services that it calls: where several are broken, the one that the others call is looked at first).",
        ]
        guard !services.isEmpty else {
            return title + [
                "# services:  # default: none",
                "#   checkout: {limits: ['p99<300ms'], profile: go, depends_on: [payments]}",
            ]
        }
        return title + ["services:"] + services.flatMap(\.lines)
    }

    static func lines(_ limits: [Given<Limit>], indent: String) -> [String] {
        limits.map { given in
            let text = YAMLText.scalar(LimitText.format(given.value))
            guard given.value.severity != LimitText.standardSeverity(given.value.signal) else {
                return "\(indent)- \(text)  # \(given.origin)"
            }
            let severity = given.value.severity.rawValue
            return "\(indent)- {limit: \(text), severity: \(severity)}  # \(given.origin)"
        }
    }
}

extension Configuration.Source {
    fileprivate var lines: [String] {
        var lines = ["  \(YAMLText.scalar(name)):"]
        switch place.value {
        case .prometheus(let url): lines.append("    prometheus: \(YAMLText.scalar(url))  # \(place.origin)")
        case .pages(let urls):
            lines.append("    scrape:  # \(place.origin)")
            lines += urls.map { "      - \(YAMLText.scalar($0))" }
        }
        let settings = [("http_config", httpConfig), ("service", service), ("label", label)]
        lines += settings.compactMap { key, value in
            value.map { "    \(key): \(YAMLText.scalar($0.value))  # \($0.origin)" }
        }
        if let serviceLabels {
            let names = serviceLabels.value.map(YAMLText.scalar).joined(separator: ", ")
            lines.append("    service_labels: [\(names)]  # \(serviceLabels.origin)")
        }
        lines += ScrapeLimit.allCases.compactMap { limit in
            scrapeLimits[limit].map { given in
                let text = limit == .bodySize ? ByteSizeText.format(given.value) : "\(given.value)"
                return "    \(limit.rawValue): \(text)  # \(given.origin)"
            }
        }
        guard !headers.isEmpty else { return lines }
        lines.append(headers.contains { $0.value.file != nil } ? "    headers:" : "    # headers:")
        lines += headers.map { header in
            let name = YAMLText.scalar(header.value.name)
            guard let file = header.value.file else {
                return "    #   \(name): its value is not printed  # \(header.origin)"
            }
            return "      \(name): \(YAMLText.scalar("@" + file))  # \(header.origin)"
        }
        return lines
    }
}

extension Configuration.Service {
    fileprivate var lines: [String] {
        let isEmpty = limits.isEmpty && window == nil && profile == nil && dependencies.isEmpty
        var lines = ["  \(YAMLText.scalar(name)):\(isEmpty ? " {}" : "")"]
        if !limits.isEmpty {
            lines.append("    limits:")
            lines += Configuration.lines(limits, indent: "      ")
        }
        if let window { lines.append("    window: \(DurationText.format(window.value))  # \(window.origin)") }
        if let profile { lines.append("    profile: \(YAMLText.scalar(profile.value))  # \(profile.origin)") }
        if !dependencies.isEmpty {
            lines.append("    depends_on:")
            lines += dependencies.map { "      - \(YAMLText.scalar($0.value))  # \($0.origin)" }
        }
        return lines
    }
}
