import ServiceKit
import Testing

/// What each kind of fault does to requests, and to the process.
@Suite("Kinds of faults")
struct FaultKindTests {
    private let start = ContinuousClock.now

    private func board(_ request: FaultRequest) throws -> FaultBoard {
        let board = FaultBoard(seed: 1)
        try board.apply(request, at: start)
        return board
    }

    private func request(_ kind: Fault.Kind, _ change: (inout FaultRequest) -> Void = { _ in }) -> FaultRequest {
        var request = FaultRequest(kind)
        request.seconds = 60
        change(&request)
        return request
    }

    @Test("Errors answer the statuses and the body that were given")
    func errors() throws {
        let board = try board(
            request(.errors) {
                $0.statuses = [429, 401]
                $0.body = "no"
            }
        )
        let answers = (0..<100).compactMap { _ in board.draw("/", at: start).answer }
        #expect(answers.count == 100 && Set(answers.map(\.status)) == [429, 401])
        #expect(answers.allSatisfy { $0.body == "no" })
        #expect((0..<100).count { _ in board.draw("/", at: start).fails } == 0)
    }

    @Test(
        "An abort is one of three ways to answer nothing",
        arguments: [(nil, .reset), ("reset", .reset), ("close", .close), ("hang", .hang)]
            as [(String?, FaultOutcome.Abort)]
    )
    func abort(mode: String?, expected: FaultOutcome.Abort) throws {
        let board = try board(request(.abort) { $0.mode = mode })
        let outcome = board.draw("/", at: start)
        #expect(outcome.abort == expected && outcome.abortsBy == start + .seconds(60))
    }

    @Test("Bodies are sent slowly, or cut")
    func bodies() throws {
        let slow = try board(request(.slowBody) { $0.parameters[.bytesPerSecond] = 7 })
        #expect(slow.draw("/", at: start).bytesPerSecond == 7)
        let cut = try board(request(.truncatedBody))
        #expect(cut.draw("/", at: start).cutAfter == 10)
    }

    @Test("A queue has places and room, a lock one place; both bounded by what may wait")
    func gates() throws {
        let queue = try board(
            request(.queue) {
                $0.parameters = [.workers: 3, .depth: 5, .hold: 0.1]
            }
        )
        let gate = try #require(queue.draw("/", at: start).gates.first)
        #expect(gate.width == 3 && gate.depth == 5 && gate.hold == .milliseconds(100))
        var limits = FaultLimits()
        limits.waiting = 7
        let lock = FaultBoard(seed: 1, limits: limits)
        try lock.apply(request(.lock), at: start)
        let single = try #require(lock.draw("/", at: start).gates.first)
        #expect(single.width == 1 && single.depth == 7)
    }

    @Test("A dependency is down, slow, or away for the first half of each period")
    func dependency() throws {
        let down = try board(request(.dependency))
        #expect(down.draw("/", at: start).call == .init(delay: .zero, fails: true))
        let slow = try board(
            request(.dependency) {
                $0.mode = "slow"
                $0.parameters[.delay] = 0.5
            }
        )
        #expect(slow.draw("/", at: start).call == .init(delay: .milliseconds(500), fails: false))
        #expect(slow.strain(at: start).isDependencyUp)
        let flapping = try board(
            request(.dependency) {
                $0.mode = "flapping"
                $0.parameters[.period] = 4
            }
        )
        let fails = (0..<8).map { flapping.draw("/", at: start + .seconds($0)).call?.fails }
        #expect(fails == [true, true, false, false, true, true, false, false])
        #expect(!flapping.strain(at: start).isDependencyUp && flapping.strain(at: start + .seconds(2)).isDependencyUp)
    }

    @Test("What is lost grows with time up to its end, and is given back when the fault is over")
    func leaks() throws {
        let memory = try board(request(.memoryLeak) { $0.parameters = [.bytesPerSecond: 100, .bytes: 250] })
        let bytes = [0, 1, 2, 3, 59, 60].map { memory.strain(at: start + .seconds($0)).bytes }
        #expect(bytes == [0, 100, 200, 250, 250, 0])
        let descriptors = try board(request(.descriptorLeak) { $0.parameters = [.perSecond: 2, .count: 5] })
        #expect([1, 2, 3, 61].map { descriptors.strain(at: start + .seconds($0)).descriptors } == [2, 4, 5, 0])
    }

    @Test("Processors are burnt up to the limit, growing over a ramp")
    func cpu() throws {
        let board = try board(
            request(.cpu) {
                $0.parameters[.cores] = 2
                $0.rampSeconds = 10
            }
        )
        #expect([0, 5, 10, 30, 60].map { board.strain(at: start + .seconds($0)).cores } == [0, 1, 2, 2, 0])
        var limits = FaultLimits()
        limits.cores = 0.5
        let bounded = FaultBoard(seed: 1, limits: limits)
        try bounded.apply(request(.cpu) { $0.parameters[.cores] = 2 }, at: start)
        #expect(bounded.strain(at: start).cores == 0.5)
    }

    @Test("Readiness, the metrics page and the end of the process are faults of the process")
    func process() throws {
        #expect(try board(request(.notReady)).strain(at: start).isNotReady)
        let slow = try board(request(.slowMetrics) { $0.parameters[.delay] = 2 })
        #expect(slow.strain(at: start).metricsDelay == .seconds(2))
        let crash = try board(request(.crash) { $0.parameters[.after] = 3 })
        #expect([0, 2, 3, 4].map { crash.strain(at: start + .seconds($0)).crashes } == [false, false, true, true])
        for kind in Fault.Kind.allCases where kind.isOfProcess {
            var wanted = request(kind)
            if kind.parameters.contains(where: { $0.parameter == .delay }) { wanted.parameters[.delay] = 1 }
            let outcome = try board(wanted).draw("/", at: start)
            #expect(outcome == FaultOutcome(), "\(kind) acts on requests")
        }
    }

    @Test("A share grows over its ramp, and the sum of what it hit is exact")
    func ramp() throws {
        let board = try board(
            request(.errors) {
                $0.share = 0.4
                $0.rampSeconds = 10
            }
        )
        // 100 requests a second: the mean share over the ramp is 0.2.
        let during = (0..<1000).count { board.draw("/", at: start + .milliseconds($0 * 10)).fails }
        #expect(abs(during - 200) <= 2)
        let after = (0..<1000).count { board.draw("/", at: start + .milliseconds(10_000 + $0 * 10)).fails }
        #expect(abs(after - 400) <= 2)
        #expect(board.faults(at: start + .seconds(5)).first { !$0.builtin }?.share == 0.2)
    }

    @Test("Routes and methods choose the requests; one without a route hits every one that is traffic, and no probe")
    func choice() throws {
        let board = try board(
            request(.errors) {
                $0.route = "/,/version"
                $0.methods = ["GET"]
            }
        )
        func fails(_ route: String, _ method: String = "GET", isTraffic: Bool = true) -> Bool {
            board.draw(route, method: method, isTraffic: isTraffic, at: start).fails
        }
        #expect(fails("/") && fails("/version") && !fails("/extra/1") && !fails("/", "HEAD"))
        try board.apply(request(.errors), at: start)
        #expect(fails("/extra/1") && fails("/", "HEAD") && !fails("/healthz", isTraffic: false))
        try board.apply(
            request(.errors) {
                $0.route = "/healthz"
                $0.probes = true
            },
            at: start
        )
        #expect(fails("/healthz", isTraffic: false) && !fails("/readyz", isTraffic: false))
    }

    @Test("The same seed gives the same outcomes")
    func seeded() throws {
        let boards = try [UInt64(7), 7, 8].map { seed in
            try board(
                request(.latency) {
                    $0.mode = "lognormal"
                    $0.parameters[.delay] = 0.1
                    $0.share = 0.5
                    $0.seed = seed
                }
            )
        }
        let draws = boards.map { board in (0..<100).map { _ in board.draw("/", at: start) } }
        #expect(draws[0] == draws[1] && draws[0] != draws[2])
    }
}
