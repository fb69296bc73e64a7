extension MetricProfile {
    /// The bundled unstable service.
    package static let unstableAPI = MetricProfile(
        name: "unstable-api",
        requests: "http_requests_total",
        latency: "http_request_duration_seconds",
        errorMatcher: "status=~\"5..\"",
        routeLabel: "route",
        faultGauge: "unstable_api_fault_active",
        faultShareGauge: "unstable_api_fault_share",
        resources: [
            Resource(
                name: "cpu",
                expression: """
                    max(rate(process_cpu_seconds_total{$selector}[$window]) \
                    / on (job, instance) unstable_api_cpu_cores{$selector})
                    """
            ),
            Resource(name: "fds", expression: "max(process_open_fds{$selector} / process_max_fds{$selector})"),
        ]
    )
}
