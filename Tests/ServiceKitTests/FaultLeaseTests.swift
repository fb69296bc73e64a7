import ServiceKit
import Testing

@Suite("Leases of faults")
struct FaultLeaseTests {
    private let start = ContinuousClock.now

    private func leased() throws -> FaultBoard {
        let board = FaultBoard(seed: 1)
        var request = FaultRequest(.errors)
        (request.route, request.seconds, request.lease, request.leaseSeconds) = ("/", 60, "me", 10)
        try board.apply(request, at: start)
        return board
    }

    private func fails(_ board: FaultBoard, at seconds: Int) -> Bool {
        board.draw("/", at: start + .seconds(seconds)).fails
    }

    @Test("A fault ends when whoever set it stops renewing, and does not come back")
    func lapse() throws {
        let board = try leased()
        #expect(fails(board, at: 9) && !fails(board, at: 10))
        #expect(board.faults(at: start + .seconds(11)).allSatisfy { $0.builtin || !$0.active })
        #expect(throws: FaultProblem.self) { try board.renew("me", at: start + .seconds(11)) }
        #expect(!fails(board, at: 12))
    }

    @Test("Renewed, it acts on, until its time is over all the same")
    func renewed() throws {
        let board = try leased()
        for second in stride(from: 5, through: 60, by: 5) { try board.renew("me", at: start + .seconds(second)) }
        #expect(fails(board, at: 59) && !fails(board, at: 60))
    }

    @Test("Others neither renew it nor end it, and a reset ends it")
    func others() throws {
        let board = try leased()
        #expect(throws: FaultProblem.self) { try board.renew("you", at: start + .seconds(1)) }
        #expect(fails(board, at: 2))
        board.reset(at: start + .seconds(3))
        #expect(!fails(board, at: 4))
        #expect(throws: FaultProblem.self) { try board.renew("me", at: start + .seconds(4)) }
    }
}
