import Foundation
import Testing

extension EndToEnd.PrometheusMode.RealProgramsTests {
    /// What the screen of one service among several asked for, by the log of the proxy on its way.
    @Suite("What a refresh costs Prometheus", .serialized)
    struct PollingCostTests {
        private typealias Exchange = FaultProxy.Exchange

        @Test("A refresh takes at most 8 queries for its service, and 12 with the overview of all")
        func queries() throws {
            let refreshes = try refreshes()
            let following = refreshes.values.filter { $0.moment > firstFill(refreshes) }
            try #require(following.count >= 15)
            // One more has no time of its own: the server's clock is read from its answer.
            let own = following.map { refresh in refresh.queries.count { !isOverview($0) } + 1 }
            // An onset takes a few more once: its increments, the labels and the parts. The parts come every half minute.
            let more = own.filter { $0 > 8 }
            #expect(more.count <= following.count / 30 + 2 && more.allSatisfy { $0 <= 11 }, "\(own)")
            for (refresh, own) in zip(following, own) where own <= 8 {
                #expect(refresh.queries.count + 1 <= 12, "\(refresh.queries.count + 1) at \(refresh.moment)")
            }
            // What was before an onset is asked for once, about a moment of its own: the rows, and all parts.
            let before = refreshes.values.filter { refresh in refresh.queries.allSatisfy { $0.points == nil } }
            // Traffic that rose and failures that began with it are two onsets.
            let asked = before.flatMap(\.queries).map { "\($0.parameters)" }
            #expect(before.count <= 2 && asked.count <= 4 && Set(asked).count == asked.count, "\(before)")
            // Connecting asks once what there is (a Prometheus 3 in one question, 2 in two), what was found and of what kind (three), the
            // chosen service in full, versions, replicas and the server's clock; after that a refresh has one question
            // without a time, its facts.
            let timeless = try exchanges().filter { exchange in
                exchange.isQuery && exchange.number("end") == nil && exchange.number("time") == nil
            }
            let facts = timeless.filter(isFacts)
            let others = timeless.filter { !isFacts($0) && !isAboutRenewals($0) }
            // How often counters move is asked with the service, and every half minute.
            #expect(timeless.count { isAboutRenewals($0) && !isFacts($0) } <= refreshes.count / 30 + 3)
            #expect(facts.count <= refreshes.count + 1, "\(facts.count) in \(refreshes.count) refreshes")
            #expect(others.count <= 9, "\(others.compactMap { $0.parameters["query"]?.first?.prefix(120) })")
        }

        @Test("After the first fill only the tail is asked for again")
        func points() throws {
            let refreshes = try refreshes()
            let first = firstFill(refreshes)
            let ranges = refreshes.values.flatMap(\.queries).filter { $0.points != nil }
            let filling = ranges.filter { $0.number("end") == first }
            let fill = filling.filter { !isAboutBefore($0) }.compactMap(\.points)
            #expect(fill.allSatisfy { $0 >= 300 }, "\(fill)")
            // Scraped every second with a timeout of one: the tail is four steps of a second.
            let (step, interval, timeout) = (1, 1, 1)
            let tail = max(4 * step, interval + timeout)
            let later = ranges.filter { ($0.number("end") ?? 0) > first }
            try #require(later.count > 50)
            // The increments by scrape around an onset are asked for once: of the traffic, which rose, and of failures.
            let long = later.filter { ($0.points ?? 0) > tail / step + 2 }
            let ofFailures = long.count { $0.parameters["query"]?.first?.contains("\"bad\"") == true }
            #expect(ofFailures <= 1 && long.count - ofFailures <= 1, "\(long.map(\.parameters))")
        }

        @Test("Steps lie on multiples of the scrape interval, and none is asked for twice as new")
        func steps() throws {
            let coarse = try exchanges().filter { $0.points != nil && $0.number("step") ?? 0 > 1 }
            // What processes did, and who had the requests, before anybody watched: once each.
            let (processes, requests) = (coarse.count(where: isAboutProcesses), coarse.count(where: isAboutRequests))
            #expect(processes <= 1 && requests <= 1 && coarse.allSatisfy(isAboutBefore), "\(coarse)")
            for exchange in try exchanges() where exchange.points != nil && !isAboutBefore(exchange) {
                let step = try #require(exchange.number("step"))
                let end = try #require(exchange.number("end"))
                #expect(step == 1 && end.truncatingRemainder(dividingBy: step) == 0, "\(exchange.parameters)")
            }
            let moments = try refreshes().keys.sorted()
            let gaps = zip(moments.dropFirst(), moments).map { $0 - $1 }
            #expect(gaps.allSatisfy { $0 >= 1 }, "\(gaps)")
        }

        @Test("Queries are posted; targets and rules are asked for at most every 30 seconds")
        func methods() throws {
            let exchanges = try exchanges()
            let posted = exchanges.filter(\.isQuery)
            #expect(!posted.isEmpty && posted.allSatisfy { $0.method == "POST" })
            for path in ["/api/v1/targets", "/api/v1/rules"] {
                let times = exchanges.filter { $0.path == path }.map(\.time)
                #expect(!times.isEmpty, "\(path) was never asked for")
                let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
                #expect(gaps.allSatisfy { $0 >= 30 }, "\(path): \(gaps)")
            }
        }

        // MARK: The log

        private struct Refresh {
            let moment: Double
            var queries: [Exchange] = []
        }

        private func exchanges() throws -> [Exchange] {
            _ = try Parts.having("unstable", "prometheus", "faultproxy")
            return try #require(KnownLoad.current, "no load was sent").exchanges
        }

        /// The queries about the same moment.
        private func refreshes() throws -> [Double: Refresh] {
            var refreshes: [Double: Refresh] = [:]
            for exchange in try exchanges() where exchange.isQuery && !isAboutHabits(exchange) {
                guard let moment = exchange.number("end") ?? exchange.number("time") else { continue }
                refreshes[moment, default: Refresh(moment: moment)].queries.append(exchange)
            }
            return refreshes
        }

        private func firstFill(_ refreshes: [Double: Refresh]) -> Double {
            refreshes.values.filter { refresh in refresh.queries.contains { $0.points != nil } }.map(\.moment).min()
                ?? 0
        }

        /// Who had the requests before the first fill.
        private func isAboutRequests(_ exchange: Exchange) -> Bool {
            exchange.number("step") != 1 && exchange.parameters["query"]?.first?.contains("topk(100,") == true
        }

        private func isAboutBefore(_ exchange: Exchange) -> Bool {
            isAboutProcesses(exchange) || isAboutRequests(exchange)
        }

        /// What processes did before the first fill.
        private func isAboutProcesses(_ exchange: Exchange) -> Bool {
            exchange.number("step") != 1
                && exchange.parameters["query"]?.first?.contains("process_start_time_seconds") == true
        }

        /// What traffic there was in the last hour and on other days is asked beside the refreshes, every ten minutes.
        private func isAboutHabits(_ exchange: Exchange) -> Bool {
            exchange.parameters["query"]?.first?.contains("[1h:5m]") == true
        }

        /// Targets, restarts and totals are tagged by what they are.
        private func isFacts(_ exchange: Exchange) -> Bool {
            exchange.parameters["query"]?.first?.contains("\"scraped\"") == true
        }

        private func isAboutRenewals(_ exchange: Exchange) -> Bool {
            exchange.parameters["query"]?.first?.contains("changes(") == true
        }

        /// The two queries about all services tag each answer with its profile.
        private func isOverview(_ exchange: Exchange) -> Bool {
            exchange.parameters["query"]?.first?.contains(/"(requestRate|p99Latency):[^"]*:[0-9]+"/) == true
        }
    }
}
