import Foundation
import Testing

extension EndToEnd {
    @Suite("Without arguments", .serialized)
    struct SourceSearchTests {
        private static let prometheusPort = 9090
        private static let servicePort = 8000

        @Test("Nothing there: it says where it looked, and what to do")
        func nothing() throws {
            try requireFreePorts()
            let result = try look()
            #expect(result.status == 3)
            for word in ["localhost:9090", "localhost:8000", "refused", "--prometheus", "--scrape", "sretop demo"] {
                #expect(result.output.contains(word), "\(word): \(result.output)")
            }
        }

        @Test("A service is found where there is no Prometheus")
        func service() throws {
            try requireFreePorts()
            let service = try BackgroundProgram(
                Programs.sretop,
                ["serve", "--port", "\(Self.servicePort)", "--end-with-stdin"]
            )
            waitUntil(10, "service") { Loopback.isListening(Self.servicePort) }
            let result = try look()
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains("no Prometheus on localhost:9090"), "\(result.output)")
            #expect(result.output.contains("found a service on localhost:8000"), "\(result.output)")
            #expect(service.isRunning)
        }

        @Test(
            "A Prometheus is found",
            .enabled(if: Programs.prometheus != nil, "prometheus is not installed")
        )
        func prometheus() throws {
            try requireFreePorts()
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sretop-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("prometheus.yml")
            try Data("global: {scrape_interval: 1s}\n".utf8).write(to: file)
            let prometheus = try BackgroundProgram(
                try #require(Programs.prometheus),
                [
                    "--config.file=\(file.path)", "--storage.tsdb.path=\(folder.path)/data",
                    "--web.listen-address=127.0.0.1:\(Self.prometheusPort)",
                ]
            )
            let address = "http://127.0.0.1:\(Self.prometheusPort)"
            waitUntil(20, "Prometheus") { (try? Loopback.get("\(address)/-/ready")) != nil }
            let result = try look()
            #expect(result.output.contains("found a Prometheus on localhost:9090"), "\(result.output)")
            #expect(result.output.contains("NO DATA"), "\(result.output)")
            let given = try look(["localhost:\(Self.prometheusPort)"])
            #expect(given.output.contains("NO DATA") && given.output.contains("prom"), "\(given.output)")
            #expect(prometheus.isRunning)
        }

        @Test("An address alone is found out about; what does not answer, and what is no address, is told")
        func addresses() throws {
            let service = try ServedService()
            for address in ["127.0.0.1:\(service.port)", "http://127.0.0.1:\(service.port)/metrics"] {
                let page = try look([address])
                #expect(page.status == 0 && page.output.contains("direct ok"), "\(page.output)")
            }
            let port = Ports.free()
            let silent = try look(["127.0.0.1:\(port)"])
            #expect(silent.status == 64, "\(silent.output)")
            for word in ["refused", "--prometheus 127.0.0.1:\(port)", "--scrape 127.0.0.1:\(port)"] {
                #expect(silent.output.contains(word), "\(silent.output)")
            }
            let twice = try look(["127.0.0.1:\(port)", "--scrape", "127.0.0.1:\(port)"])
            #expect(twice.status == 64 && twice.output.contains("one source at a time"), "\(twice.output)")
            let typo = try look(["chekc"])
            #expect(typo.status == 64 && typo.output.contains("no command and no address"), "\(typo.output)")
        }

        private func look(_ words: [String] = []) throws -> (status: Int32, output: String) {
            let arguments = ["-u", "PROMETHEUS_URL", Programs.sretop, "--once", "--size", "120x30"] + words
            return try Programs.run("/usr/bin/env", arguments)
        }

        /// Ends the test, with the reason, where somebody else has one of the ports.
        private func requireFreePorts() throws {
            for port in [Self.prometheusPort, Self.servicePort] where Loopback.isListening(port) {
                try Test.cancel("port \(port) is in use on this machine")
            }
        }
    }
}
