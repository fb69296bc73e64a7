import PromClient
import Testing

@Suite("Prometheus URL")
struct PrometheusURLTests {
    @Test(
        "What a user writes becomes the endpoints",
        arguments: [
            ("localhost:9090", "http://localhost:9090", "", "localhost:9090"),
            ("http://h:9090/", "http://h:9090", "", "h:9090"),
            ("HTTPS://h", "https://h", "", "h"),
            ("http://h:9090/prom/", "http://h:9090", "/prom", "h:9090/prom"),
            ("http://h:9090/prom//", "http://h:9090", "/prom", "h:9090/prom"),
            ("http://h:9090/api/v1", "http://h:9090", "", "h:9090"),
            ("http://h:9090/prom/api/v1/query", "http://h:9090", "/prom", "h:9090/prom"),
            ("http://h:9090/graph", "http://h:9090", "", "h:9090"),
            ("http://h:9090/prom/graph/", "http://h:9090", "/prom", "h:9090/prom"),
            ("https://c.grafana.net/api/prom", "https://c.grafana.net", "/api/prom", "c.grafana.net/api/prom"),
            (
                "http://vm:8481/select/0:1/prometheus/api/v1", "http://vm:8481", "/select/0:1/prometheus",
                "vm:8481/select/0:1/prometheus"
            ),
            ("http://[::1]:9090/x", "http://[::1]:9090", "/x", "[::1]:9090/x"),
        ] as [(String, String, String, String)]
    )
    func read(text: String, origin: String, prefix: String, display: String) throws {
        let url = try PrometheusURL(text)
        #expect(url.origin == origin)
        #expect(url.endpoint("query") == origin + prefix + "/api/v1/query")
        #expect(url.display == display)
    }

    @Test(
        "What is no address of a server is refused, with the reason",
        arguments: [
            ("", .empty), ("ftp://h", .scheme), ("://h", .scheme), ("http://", .host), ("http://:9090", .host),
            ("http://h h", .host), ("http://münchen", .host), ("http://[::1", .host), ("http://[::1]x", .host),
            ("http://h:0", .port), ("http://h:65536", .port), ("http://h:x", .port), ("http://h:", .port),
            ("http://h:+80", .port), ("http://me:s3cret@h:9090", .credentials), ("me:s3cret@h", .credentials),
            ("ftp://me:s3cret@h", .credentials), ("http://h/?token=s3cret", .queryOrFragment),
            ("http://h?s3cret", .queryOrFragment), ("http://h/graph#x", .queryOrFragment), ("http://h/a b", .path),
            ("http://h/\u{1B}[31m", .path), ("http://h/\u{E9}", .path),
        ] as [(String, PrometheusURL.Problem)]
    )
    func refused(text: String, problem: PrometheusURL.Problem) {
        #expect(throws: problem) { try PrometheusURL(text) }
        #expect(!problem.description.contains("s3cret"))
    }

    @Test(
        "Where no port is written that of the scheme is asked",
        arguments: [
            ("127.0.0.1", 80), ("https://prom", 443), ("http://[::1]", 80), ("http://[::1]:9090", nil),
            ("h:9090/x", nil), ("HTTPS://h/prom", 443),
        ] as [(String, Int?)]
    )
    func usualPort(text: String, port: Int?) throws {
        #expect(try PrometheusURL(text).usualPort == port)
    }

    @Test("Credentials are refused with the way to give them")
    func credentials() {
        #expect(PrometheusURL.Problem.credentials.description.contains("--http-config"))
    }
}
