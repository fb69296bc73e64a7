import Foundation
import Testing

extension EndToEnd {
    @Suite("Load in parts, on other hosts, and on a service with a fault", .serialized)
    struct LoadOptionTests {
        private static func load(_ url: String, _ options: String) throws -> (status: Int32, output: String) {
            let arguments = options.split(separator: " ").map(String.init)
            return try Programs.run(Programs.sretop, ["load", url] + arguments)
        }

        /// The number of a sample of the service's metrics page.
        private static func sample(_ name: String, of service: ServedService) throws -> Double {
            let page = try PlainHTTP.ask("GET", "http://127.0.0.1:\(service.port)/metrics").body
            let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("\(name) ") }, "no \(name)")
            return try #require(Double(line.dropFirst(name.count + 1)))
        }

        @Test("The parts of a load together make the whole")
        func shards() throws {
            let service = try ServedService()
            let url = "http://127.0.0.1:\(service.port)/version"
            for part in ["0/2", "1/2"] {
                let result = try Self.load(url, "--rate 50 --duration 2s --shard \(part)")
                #expect(result.status == 0 && result.output.hasPrefix("sent 50  answered 50\n"), "\(result.output)")
            }
            let counter = "http_requests_total{method=\"GET\",route=\"/version\",status=\"200\"}"
            #expect(try Self.sample(counter, of: service) == 100)
            for wrong in ["2/2", "1/0", "-1/2", "1"] {
                let result = try Self.load(url, "--shard=\(wrong)")
                #expect(result.status == 64 && result.output.contains("'\(wrong)' is invalid for '--shard"))
            }
        }

        @Test("Nothing but loopback is loaded, unless the host is named once more")
        func otherHosts() throws {
            // Of the block for documentation: nobody is there, and it is refused before anybody is asked.
            for option in ["", " --allow-host 192.0.2.200", " --allow-host localhost"] {
                let result = try Self.load("http://192.0.2.201:9/", "--rate 1 --duration 1s\(option)")
                #expect(result.status == 2)
                #expect(result.output.hasPrefix("sretop load: '192.0.2.201' is 192.0.2.201, which is not this machine"))
                #expect(result.output.contains("--allow-host"), "\(result.output)")
            }
            let address = try OuterAddress.first()
            let port = Ports.free()
            let arguments = ["serve", "--host", address, "--port", "\(port)", "--end-with-stdin"]
            let service = try BackgroundProgram(Programs.sretop, arguments)
            let probe = ["serve", "--probe", "--host", address, "--port", "\(port)"]
            waitUntil(10, "the service") { (try? Programs.run(Programs.sretop, probe).status) == 0 }
            let url = "http://\(address):\(port)/version"
            #expect(try Self.load(url, "--rate 20 --duration 1s").status == 2)
            let allowed = try Self.load(url, "--rate 20 --duration 1s --allow-host \(address)")
            #expect(allowed.status == 0 && allowed.output.hasPrefix("sent 20  answered 20\n"), "\(allowed.output)")
            #expect(service.isRunning)
        }

        @Test("An injected delay is what callers wait and what the service measures")
        func delay() throws {
            let service = try ServedService()
            let url = "http://127.0.0.1:\(service.port)"
            let fault = ["faults", "set", "latency", "--route", "/version", "--delay", "150ms", "--for", "2m"]
            #expect(try Programs.run(Programs.sretop, fault + ["--url", url]).status == 0)
            let result = try Self.load(url + "/version", "--rate 20 --duration 1s")
            #expect(result.output.hasPrefix("sent 20  answered 20\n"), "\(result.output)")
            let middle = try #require(result.output.firstMatch(of: /service +p50 ([0-9.]+)ms/), "\(result.output)")
            #expect(Double(middle.output.1).map { $0 >= 150 } == true)
            let labels = "method=\"GET\",route=\"/version\",status=\"200\""
            let histogram = "http_request_duration_seconds"
            #expect(try Self.sample("\(histogram)_bucket{\(labels),le=\"0.15\"}", of: service) == 0)
            #expect(try Self.sample("\(histogram)_count{\(labels)}", of: service) == 20)
            #expect(try Self.sample("\(histogram)_sum{\(labels)}", of: service) >= 20 * 0.15)
            let target = "{fault=\"latency\",route=\"/version\"}"
            #expect(try Self.sample("unstable_api_fault_active\(target)", of: service) == 1)
            #expect(try Self.sample("unstable_api_fault_delay_seconds\(target)", of: service) == 0.15)
            #expect(try Self.sample("unstable_api_faults_injected_total\(target)", of: service) == 20)
            let left = try Self.sample("unstable_api_fault_remaining_seconds\(target)", of: service)
            #expect(left > 60 && left < 120, "\(left)")
        }
    }
}
