/// Requests that nobody made for their own sake: probes, scrapes and the administration, by the values of any label.
enum HiddenRule {
    /// Labels that name the service or where it runs: what is called `admin` there is a service.
    private static let names: Set<String> = [
        "service", "service_name", "job", "app", "app_name", "application", "namespace", "pod", "instance", "host",
        "hostname", "container", "cluster", "server", "exported_job", "region", "zone", "pool", "method",
        "http_method", "http_request_method", "scheme", "cmd", "command",
    ]
    /// Words of labels that name what is asked, or the door that it is asked at.
    ///
    /// Only there a bare word names a probe or the administration: tenants, topics and databases may be called anything.
    private static let doors: Set<String> = [
        "route", "routes", "handler", "path", "endpoint", "uri", "url", "view", "action", "controller", "operation",
        "page", "template", "pattern", "resource", "proxy", "frontend", "listener", "entrypoint", "router", "prefix",
        "backend", "upstream", "vhost",
    ]

    /// The conditions that leave them out; none where nothing of the kind is there.
    static func matchers(_ family: MetricFamily, where selected: [LabelMatcher]) -> [LabelMatcher] {
        family.labelNames.filter { label in
            let isDoor = MetricWords(label).contains(any: doors)
            return !names.contains(label) && label != "le" && !isReconciler(label, family)
                && family.values(of: label, where: selected).keys.contains { value in
                    HiddenValue.isHidden(value) && (HiddenValue.isUnmistakable(value) || isDoor)
                }
        }
        .map { .visible($0) }
    }

    /// Whether a label names what is reconciled: what is called `prometheus` there is looked after, not asked for.
    private static func isReconciler(_ label: String, _ family: MetricFamily) -> Bool {
        label == "controller" && family.words.stem.contains("task")
    }
}
