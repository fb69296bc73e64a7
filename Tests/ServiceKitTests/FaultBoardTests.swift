import ServiceKit
import Testing

@Suite("Fault board")
struct FaultBoardTests {
    private let start = ContinuousClock.now

    private func fails(_ board: FaultBoard, _ route: String = "/risky", at seconds: Int = 0, of count: Int = 100) -> Int
    {
        (0..<count).count { _ in board.draw(route, at: start + .seconds(seconds)).fails }
    }

    private func injecting(
        _ fault: Fault.Kind,
        _ route: String,
        share: Double? = nil,
        delay: Double? = nil,
        seconds: Double? = nil
    ) -> FaultRequest {
        FaultRequest(injecting: fault, route: route, share: share, delaySeconds: delay, seconds: seconds)
    }

    @Test("The defect is switched off, on again, and off with everything else")
    func defect() throws {
        let board = FaultBoard(seed: 1)
        #expect(board.faults().map(\.active) == [true])
        try board.apply(FaultRequest(switching: .errors, route: "/risky", active: false))
        #expect(board.faults().map(\.active) == [false] && fails(board) == 0)
        try board.apply(FaultRequest(switching: .errors, route: "/risky", active: true))
        #expect(fails(board) == 20)
        board.reset()
        #expect(board.faults().map(\.active) == [false] && fails(board) == 0)
    }

    @Test("What was never injected cannot be switched on")
    func unknown() {
        let board = FaultBoard(seed: 1)
        #expect(throws: FaultProblem.self) {
            try board.apply(FaultRequest(switching: .latency, route: "/risky", active: true))
        }
        #expect(board.faults().count == 1)
    }

    @Test("Injected errors take the defect's place, and leave it when their time is over")
    func errorsOverDefect() throws {
        let board = FaultBoard(seed: 1)
        try board.apply(injecting(.errors, "/risky", share: 0.5, seconds: 30), at: start)
        #expect(fails(board, at: 1) == 50)
        let acting = try #require(board.faults(at: start + .seconds(10)).first)
        #expect(acting.share == 0.5 && !acting.builtin && acting.remainingSeconds == 20)
        #expect(fails(board, at: 31) == 20)
        let after = try #require(board.faults(at: start + .seconds(31)).first)
        #expect(after.builtin && after.active && after.remainingSeconds == nil)
    }

    @Test("Switching errors off ends the injected ones and the defect")
    func off() throws {
        let board = FaultBoard(seed: 1)
        try board.apply(injecting(.errors, "/risky", share: 1), at: start)
        try board.apply(FaultRequest(switching: .errors, route: "/risky", active: false), at: start + .seconds(1))
        #expect(fails(board, at: 2) == 0)
    }

    @Test("A delay is added to the requests of its route alone, and ends by itself")
    func latency() throws {
        let board = FaultBoard(seed: 1)
        try board.apply(injecting(.latency, "/", share: 0.5, delay: 0.4, seconds: 10), at: start)
        let draws = (0..<100).map { _ in board.draw("/", at: start).latency }
        #expect(draws.count { $0 == .milliseconds(400) } == 50 && draws.count { $0 == .zero } == 50)
        #expect(board.draw("/version", at: start).latency == .zero)
        #expect(board.draw("/", at: start + .seconds(10)).latency == .zero)
    }

    @Test("An ended fault is known still, and is switched on again as it was")
    func again() throws {
        let board = FaultBoard(seed: 1)
        try board.apply(injecting(.latency, "/", delay: 0.1, seconds: 10), at: start)
        let later = start + .seconds(60)
        let ended = try #require(board.faults(at: later).first { $0.fault == .latency })
        #expect(!ended.active && ended.remainingSeconds == nil && ended.delaySeconds == 0.1)
        try board.apply(FaultRequest(switching: .latency, route: "/", active: true), at: later)
        #expect(board.faults(at: later).first { $0.fault == .latency }?.remainingSeconds == 10)
    }

    @Test("A reset ends everything at once")
    func reset() throws {
        let board = FaultBoard(seed: 1)
        try board.apply(injecting(.errors, "/", share: 1, seconds: 900), at: start)
        try board.apply(injecting(.latency, "/risky", delay: 5, seconds: 900), at: start)
        board.reset(at: start + .seconds(1))
        #expect(board.faults(at: start + .seconds(2)).allSatisfy { !$0.active })
        #expect(fails(board, "/", at: 2) == 0)
        #expect(board.draw("/risky", at: start + .seconds(2)).latency < .seconds(2))
    }

    @Test("Hits count what was failed or delayed, by fault")
    func hits() throws {
        let board = FaultBoard(seed: 1)
        _ = fails(board)
        try board.apply(injecting(.latency, "/", share: 0.2, delay: 0.1), at: start)
        _ = fails(board, "/", of: 50)
        #expect(
            board.hits().map { "\($0.fault.rawValue) \($0.route) \($0.count)" } == ["latency / 10", "errors /risky 20"]
        )
    }

    @Test(
        "What no fault can be is refused, saying what is allowed",
        arguments: [
            ("/nowhere", nil, nil, nil, "no route '/nowhere' takes faults: /, /risky"),
            ("/", 1.5, nil, nil, "share is 1.5: it may be 0 to 1"),
            ("/", .nan, nil, nil, "share is nan: it may be 0 to 1"),
            ("/", nil, nil, 901, "seconds is 901: it may be 1 to 900"),
            ("/", nil, 1, nil, "an errors fault has no delay_seconds"),
        ] as [(String, Double?, Double?, Double?, String)]
    )
    func refused(route: String, share: Double?, delay: Double?, seconds: Double?, text: String) {
        let request = injecting(.errors, route, share: share, delay: delay, seconds: seconds)
        #expect(throws: FaultProblem(description: text)) { try request.check(routes: ["/", "/risky"]) }
    }

    @Test("A latency fault needs its delay")
    func delayIsNeeded() {
        #expect(throws: FaultProblem(description: "a latency fault needs delay_seconds")) {
            try injecting(.latency, "/").check(routes: ["/"])
        }
        #expect(throws: FaultProblem(description: "delay_seconds is 6: it may be 0.001 to 5")) {
            try injecting(.latency, "/", delay: 6).check(routes: ["/"])
        }
    }
}
