import Foundation
import Testing

/// The compose stack's parts as processes on this machine: the service, Prometheus, Alertmanager and the receiver.
///
/// Prometheus and Alertmanager run with the stack's own configuration. Only where things are is replaced: names of
/// containers become ports on loopback.
final class StackDrill {
    /// An alert as Alertmanager lists it.
    struct Alert: Decodable {
        let labels: [String: String]
        let annotations: [String: String]
    }

    /// An alert as the receiver printed it.
    struct Notification: Decodable {
        let status: String
        let labels: [String: String]
    }

    struct Failure: Error {
        let reason: String
    }

    static let compose = "deploy/compose"

    let service: ServedService
    /// Prometheus's address.
    let prometheus: String
    /// Alertmanager's address.
    let alerts: String
    private let folder: URL
    private var programs: [BackgroundProgram] = []

    /// Starts all of them; returns when they answer.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        service = try ServedService()
        let (receiver, manager, store) = (Ports.free(), Ports.free(), Ports.free())
        prometheus = "http://127.0.0.1:\(store)"
        alerts = "http://127.0.0.1:\(manager)"
        try start("receiver", [Programs.sretop, "receive", "--port", "\(receiver)"])
        let routes = try configuration(
            "alertmanager/alertmanager.yml",
            [("http://alert-receiver:9095/", "http://127.0.0.1:\(receiver)/", 1)]
        )
        try start(
            "alertmanager",
            [
                Self.relocated(try #require(Programs.alertmanager), in: folder), "--config.file=\(routes)",
                "--storage.path=\(folder.path)/notified", "--web.listen-address=127.0.0.1:\(manager)",
                "--cluster.listen-address=",
            ]
        )
        let rules = ProjectFiles.root.appendingPathComponent("\(Self.compose)/prometheus/rules").path
        let scraping = try configuration(
            "prometheus/prometheus.yml",
            [
                ("127.0.0.1:9090", "127.0.0.1:\(store)", 1), ("alertmanager:9093", "127.0.0.1:\(manager)", 2),
                ("unstable-api:8000", "127.0.0.1:\(service.port)", 1), ("rules/*.yml", "\(rules)/*.yml", 1),
            ]
        )
        try start(
            "prometheus",
            [
                try #require(Programs.prometheus), "--config.file=\(scraping)",
                "--storage.tsdb.path=\(folder.path)/samples", "--web.listen-address=127.0.0.1:\(store)",
            ]
        )
        for url in [prometheus, alerts] {
            waitUntil(30, "\(url), ready") { (try? Loopback.get("\(url)/-/ready")) != nil }
        }
        waitUntil(10, "the receiver") { Loopback.isListening(receiver) }
    }

    deinit {
        programs = []
        try? FileManager.default.removeItem(at: folder)
    }

    /// Requests to the route that fails, a hundred a second, until the owner lets go.
    func load() throws -> BackgroundProgram {
        let url = "http://127.0.0.1:\(service.port)/risky"
        return try BackgroundProgram(Programs.sretop, ["load", url, "--rate", "100", "--duration", "10m"])
    }

    /// What `sretop faults` prints of the service.
    @discardableResult
    func faults(_ arguments: String...) throws -> String {
        let url = "http://127.0.0.1:\(service.port)"
        let result = try Programs.run(Programs.sretop, ["faults"] + arguments + ["--url", url])
        try #require(result.status == 0, "\(result.output)")
        return result.output
    }

    /// The values that Prometheus gives for an expression.
    func values(_ expression: String) throws -> [Double] {
        struct Answer: Decodable {
            struct Content: Decodable { let result: [Series] }
            struct Series: Decodable { let value: Sample }
            struct Sample: Decodable {
                let value: Double
                init(from decoder: any Decoder) throws {
                    var pair = try decoder.unkeyedContainer()
                    _ = try pair.decode(Double.self)
                    let text = try pair.decode(String.self)
                    // Its own spelling of what is no number.
                    value = Double(text.replacing("Inf", with: "infinity")) ?? .nan
                }
            }
            let data: Content
        }
        let data = try Loopback.get("\(prometheus)/api/v1/query?query=\(Self.encoded(expression))")
        return try JSONDecoder().decode(Answer.self, from: data).data.result.map(\.value.value)
    }

    /// The critical alerts that Alertmanager holds to be active.
    func criticalAlerts() throws -> [Alert] {
        let filter = "active=true&filter=\(Self.encoded("severity=\"critical\""))"
        return try JSONDecoder().decode([Alert].self, from: Loopback.get("\(alerts)/api/v2/alerts?\(filter)"))
    }

    /// What the receiver has printed so far.
    func notifications() throws -> [Notification] {
        let decoder = JSONDecoder()
        return try log("receiver").split(separator: "\n").filter { $0.hasPrefix("{") }
            .map { try decoder.decode(Notification.self, from: Data($0.utf8)) }
    }

    /// Everything that a program has printed.
    func log(_ name: String) -> String {
        (try? String(contentsOf: folder.appendingPathComponent("\(name).log"), encoding: .utf8)) ?? ""
    }

    /// Writes one of the stack's files with other addresses, each of which has to be there so many times.
    private func configuration(
        _ path: String,
        _ replacements: [(name: String, address: String, count: Int)]
    ) throws -> String {
        var text = try ProjectFiles.text("\(Self.compose)/\(path)")
        for replacement in replacements {
            let count = text.ranges(of: replacement.name).count
            try #require(count == replacement.count, "\(path) has \(replacement.name) \(count) times")
            text = text.replacing(replacement.name, with: replacement.address)
        }
        let file = folder.appendingPathComponent((path as NSString).lastPathComponent)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Starts a program that ends with this process at the latest, in the folder, with what it prints in a file.
    private func start(_ name: String, _ command: [String]) throws {
        let script = """
            cd "$1" || exit 126
            log=$2; shift 2
            trap : TERM
            "$@" >"$log" 2>&1 </dev/null &
            # The end of standard input is the end of who started this.
            read -r _ || kill $!
            wait $!
            """
        let arguments = ["-c", script, "sh", folder.path, "\(folder.path)/\(name).log"]
        programs.append(try BackgroundProgram("/bin/sh", arguments + command))
    }

    /// Alertmanager, able to find its templates where it was unpacked and not installed.
    ///
    /// A link called `data` or `share` comes into the folder then: nothing else may have these names.
    private static func relocated(_ program: String, in folder: URL) throws -> String {
        let script = """
            import pathlib, sys
            sys.path.insert(0, sys.argv[1])
            from relocation import relocated
            templates = "/usr/share/prometheus/alertmanager"
            tools = pathlib.Path(sys.argv[2]) / templates.lstrip("/")
            print(relocated(pathlib.Path(sys.argv[3]), templates, tools, pathlib.Path(sys.argv[4])))
            """
        let tools = URL(fileURLWithPath: program).appendingPathComponent("../../..").standardizedFileURL.path
        let command = ["python3", "-B", "-c", script, "Tests/EndToEndTests/Parts", tools, program, folder.path]
        let result = try ProjectFiles.run(command)
        guard result.status == 0 else { throw Failure(reason: result.output) }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
