import Foundation
import Testing

extension EndToEnd {
    @Suite("The demo in tmux", .serialized, .enabled(if: Programs.tmux != nil, "tmux is not installed"))
    struct DemoStoryTests {
        /// The number in the "now" column of a signal's row, without its unit.
        private func now(_ label: String, _ screen: String) -> Double? {
            let row = screen.split(separator: "\n").first { $0.hasPrefix(label) }
            let cell = row?.split(separator: " ").dropFirst().first
            return cell.flatMap { Double($0.prefix { $0.isNumber || $0 == "." }) }
        }

        @Test("Break it, see it, fix it, see it recover, break it again, leave")
        func story() throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            tmux.wait(for: "press l to start the load")
            try tmux.press("l")
            tmux.wait(for: "5xx between 15 and 25 % under CRIT with its since") { screen in
                guard let share = now("5xx", screen) else { return false }
                return screen.contains("CRIT 5xx") && screen.contains("since ") && share > 15 && share < 25
            }
            tmux.wait(for: "all failures on /risky, in as many words as there is room for") {
                $0.contains("100% of 5xx on GET /risky") || $0.contains("100% on GET /risky")
                    || $0.contains("100% GET /risky")
            }
            #expect(tmux.screen.contains("its own count"))
            try tmux.press("f")
            tmux.wait(for: "faults none on")
            tmux.wait(20, for: "OK% at 100%") { now("OK%", $0) == 100 && $0.contains("100%") }
            try tmux.press("x")
            tmux.wait(for: "Enter switches")
            try tmux.press("Enter")
            tmux.wait(for: "[x] ON")
            try tmux.press("Escape")
            tmux.wait(for: "the breach again") { (now("5xx", $0) ?? 0) > 1 && $0.contains("CRIT 5xx") }
            try tmux.press("<")
            tmux.wait(for: "ON 100/s")
            try tmux.press(">")
            tmux.wait(for: "ON 200/s")
            try tmux.press("?")
            tmux.wait(for: "sretop keys")
            try tmux.press("?")
            tmux.wait(for: "help gone") { !$0.contains("sretop keys") }
            try tmux.press("p")
            tmux.wait(for: "PAUSED")
            try tmux.press("p")
            tmux.wait(for: "LIVE")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            #expect(try tmux.property("alternate_on") == "0")
        }

        @Test("A service killed with -9 is down within two scrapes, its numbers stay with their age, and it comes back")
        func killedService() throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            tmux.wait(for: "press l to start the load")
            try tmux.press("l")
            tmux.wait(for: "CRIT 5xx")
            // The first answer breaks the limit; a window of some seconds holds numbers that stay.
            tmux.wait(for: "a breach of some seconds") { $0.contains("(6s)") || $0.contains("(7s)") }
            let service = try self.service(of: tmux.programPid())
            kill(service, SIGKILL)
            tmux.wait(5, for: "down, with the age of the data") {
                $0.contains("UNKNOWN") && $0.contains("DOWN") && $0.contains(" old")
            }
            #expect((now("RPS", tmux.screen) ?? 0) > 0)
            tmux.wait(30, for: "the service back by itself") { $0.contains("LIVE") && !$0.contains("UNKNOWN") }
            tmux.wait(for: "↺1")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
        }

        @Test("kill -9 of the demo under load ends its service within two seconds")
        func killedDemo() throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            tmux.wait(for: "press l to start the load")
            try tmux.press("l")
            tmux.wait(for: "ON 200/s")
            let demo = try tmux.programPid()
            let service = try self.service(of: demo)
            kill(demo, SIGKILL)
            waitUntil(2, "end of the service") { !isAlive(service) }
        }

        @Test("A service that hangs does not hold up the end of the demo")
        func stoppedService() throws {
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(Ports.free())")
            tmux.wait(for: "press l to start the load")
            let service = try self.service(of: tmux.programPid())
            kill(service, SIGSTOP)
            try tmux.press("q")
            tmux.wait(8, for: "exit=0")
            waitUntil(1, "end of the service") { !isAlive(service) }
        }

        @Test("A port in use is not the end: the demo takes the next one")
        func portInUse() throws {
            let port = Ports.free()
            let other = try BackgroundProgram(Programs.sretop, ["serve", "--port", "\(port)", "--end-with-stdin"])
            waitUntil(10, "first service") {
                (try? Programs.run(Programs.sretop, ["serve", "--probe", "--port", "\(port)"]).status) == 0
            }
            let tmux = try Tmux(columns: 80, rows: 24, "\(Programs.sretop) demo --port \(port)")
            tmux.wait(for: "127.0.0.1:\(port + 1)")
            tmux.wait(for: "press l to start the load")
            try tmux.press("q")
            tmux.wait(for: "exit=0")
            #expect(other.isRunning)
        }

        private func service(of demo: pid_t) throws -> pid_t {
            try #require(Programs.children(of: demo).first)
        }
    }
}
