/// Requests that nobody made for their own sake: probes, scrapes and the administration, by the values of any label.
enum HiddenRule {
    /// Labels that name the service or where it runs: what is called `admin` there is a service.
    private static let names: Set<String> = [
        "service", "service_name", "job", "app", "app_name", "application", "namespace", "pod", "instance", "host",
        "hostname", "container", "cluster", "server", "exported_job", "region", "zone", "pool", "method",
        "http_method", "http_request_method", "scheme", "cmd", "command",
    ]
    /// Labels under which a bare `ready` is a probe's name; elsewhere it is a state.
    private static let routes: Set<String> = [
        "route", "http_route", "handler", "path", "endpoint", "uri", "url", "view",
    ]

    /// The conditions that leave them out; none where nothing of the kind is there.
    static func matchers(_ family: MetricFamily, where selected: [LabelMatcher]) -> [LabelMatcher] {
        family.labelNames.filter { label in
            !names.contains(label) && label != "le" && !isReconciler(label, family)
                && family.values(of: label, where: selected).keys.contains { value in
                    HiddenValue.isHidden(value) && (routes.contains(label) || !HiddenValue.mayBeState(value))
                }
        }
        .map { .visible($0) }
    }

    /// Whether a label names what is reconciled: what is called `prometheus` there is looked after, not asked for.
    private static func isReconciler(_ label: String, _ family: MetricFamily) -> Bool {
        label == "controller" && family.words.stem.contains("task")
    }
}
