import GoldenSignals
import PromClient
import PromModel
import Testing

/// Series that appear on a page, or go on under other labels, while their process stays.
@Suite("Births on pages")
struct PageBirthTests {
    private static let start = Timestamp(seconds: 1_000_000)

    private func updates(_ count: Int, _ page: @escaping @Sendable (Int) -> String) async throws -> [SourceUpdate] {
        let script = try PageScript(start: Self.start) { _, moment in
            PageScript.text(page(Int((moment - Self.start).inSeconds)))
        }
        var updates: [SourceUpdate] = []
        for number in 0..<count { updates.append(try await script.poll(isFirst: number == 0)) }
        return updates
    }

    private static func sample(_ code: String, _ more: String = "", _ value: Int) -> String {
        "http_requests_total{code=\"\(code)\",handler=\"/a\",method=\"get\"\(more)} \(value)\n"
    }

    @Test("All series under another version's label are the same traffic, with and without a start time")
    func relabelled() async throws {
        let type = "# TYPE http_requests_total counter\n"
        for head in ["process_start_time_seconds 900000\n" + type, type] {
            let updates = try await updates(40) { second in
                let version = ",version=\"\(second < 20 ? 1 : 2)\""
                let well = Self.sample("200", version, 9000 + 40 * second)
                return head + well + Self.sample("500", version, 900 + second)
            }
            for (number, update) in updates.enumerated().dropFirst(2) {
                let snapshot = update.snapshot
                guard snapshot[.requestRate].state != .noData else { continue }
                let rate = snapshot[.requestRate].value ?? 0
                #expect(rate > 30 && rate < 52, "\(number): \(rate)")
                let share = snapshot[.errorShare].value ?? 1
                #expect(share > 0.015 && share < 0.035, "\(number): \(share)")
            }
        }
    }

    @Test("Failures that come as a new series of an old process count, although no start time is told")
    func newWithoutStart() async throws {
        let updates = try await updates(30) { second in
            let head = "# TYPE http_requests_total counter\n" + Self.sample("200", "", 5000 + 100 * second)
            return second < 20 ? head : head + Self.sample("503", "", 3000)
        }
        let snapshot = try #require(updates.last?.snapshot)
        // 3,000 of 4,500 within the window of 15 s.
        #expect(abs((snapshot[.errorShare].value ?? 0) - 0.667) < 0.03, "\(snapshot[.errorShare])")
    }

    @Test("The first requests at all of an old process count, with nothing after them")
    func firstOfAll() async throws {
        let updates = try await updates(26) { second in
            let head = "process_start_time_seconds 900000\n"
            return second < 15 ? head : head + Self.sample("200", "", 2000) + Self.sample("500", "", 1000)
        }
        for update in updates.suffix(8) {
            let share = update.snapshot[.errorShare].value ?? 0
            #expect(abs(share - 1.0 / 3) < 0.01, "\(update.snapshot[.errorShare])")
            #expect((update.snapshot.requestCount ?? 0) > 2900)
        }
    }
}
