import PromClient
import PromModel
import Testing

@Suite("Clock offset")
struct ClockOffsetTests {
    /// An exchange: when it began, how long each way took, and how far ahead the server was then, in milliseconds.
    struct Exchange: Sendable {
        let at: Int64
        let there: Int64
        let back: Int64
        let ahead: Int64

        init(_ at: Int64, _ there: Int64, _ back: Int64, _ ahead: Int64) {
            (self.at, self.there, self.back, self.ahead) = (at, there, back, ahead)
        }
    }

    private static func offset(_ exchanges: [Exchange]) -> Int64 {
        var clock = ClockOffset()
        for exchange in exchanges {
            clock.note(
                sent: Timestamp(milliseconds: exchange.at),
                received: Timestamp(milliseconds: exchange.at + exchange.there + exchange.back),
                server: Timestamp(milliseconds: exchange.at + exchange.there + exchange.ahead)
            )
        }
        return clock.value.milliseconds
    }

    @Test(
        "The offset is the server's clock against the middle of the exchange",
        arguments: [
            ([], 0), ([Exchange(0, 0, 0, 0)], 0), ([Exchange(0, 10, 10, 60_000)], 60_000),
            ([Exchange(0, 10, 10, -60_000)], -60_000), ([Exchange(0, 10, 10, 3)], 3),
            // Unequal ways are an error of at most half the exchange.
            ([Exchange(0, 100, 0, 0)], 50), ([Exchange(0, 0, 100, 0)], -50),
            // The shortest exchange is the surest, whatever its place.
            ([Exchange(0, 100, 0, 7), Exchange(5000, 1, 1, 7), Exchange(9000, 0, 400, 7)], 7),
        ] as [([Exchange], Int64)]
    )
    func middle(exchanges: [Exchange], offset: Int64) {
        #expect(Self.offset(exchanges) == offset)
    }

    @Test(
        "A clock that was set makes what was known void at once",
        arguments: [3_600_000, -3_600_000, 1_500] as [Int64]
    )
    func step(ahead: Int64) {
        let before = (0..<8).map { Exchange($0 * 1000, 1, 1, 0) }
        #expect(Self.offset(before + [Exchange(9000, 40, 40, ahead)]) == ahead)
    }

    @Test("A slow exchange does not look like a clock that was set")
    func slow() {
        #expect(Self.offset([Exchange(0, 1, 1, 500), Exchange(1000, 3000, 0, 500)]) == 500)
    }

    @Test("Only the last eight exchanges count: clocks drift")
    func drift() {
        let first = [Exchange(0, 1, 1, 0)]
        let seven = (1...7).map { Exchange($0 * 1000, 20, 20, 30) }
        #expect(Self.offset(first + seven) == 0)
        #expect(Self.offset(first + seven + [Exchange(9000, 20, 20, 30)]) == 30)
    }

    @Test("An exchange that ends before it began tells nothing")
    func backwards() {
        var clock = ClockOffset()
        clock.note(
            sent: Timestamp(milliseconds: 1000),
            received: Timestamp(milliseconds: 999),
            server: Timestamp(milliseconds: 9000)
        )
        #expect(clock == ClockOffset())
    }

    @Test(
        "A magnitude has no sign",
        arguments: [(-3, 3), (0, 0), (4, 4)] as [(Int, Int)]
    )
    func magnitude(seconds: Int, size: Int) {
        #expect(Duration.seconds(seconds).magnitude == .seconds(size))
    }
}
