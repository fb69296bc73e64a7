import Testing

extension EndToEnd {
    /// Against real programs: a Prometheus that scrapes them, and what may stand between it and sretop.
    @Suite(
        "A Prometheus as the source",
        .serialized,
        .enabled(if: Programs.prometheus != nil, "prometheus is not installed"),
        .enabled(if: Programs.tmux != nil, "tmux is not installed"),
        .parts(
            "unstable",
            "fastapi",
            "caddy",
            "alertmanager",
            "prometheus",
            "victoriametrics",
            "nginx",
            "faultproxy"
        )
    )
    enum PrometheusMode {}
}
