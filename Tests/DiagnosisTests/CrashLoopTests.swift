import Diagnosis
import PromModel
import Testing

@Suite("Crash loops")
struct CrashLoopTests {
    private static let start = Timestamp(seconds: 1_795_192_800)

    private static func loop(_ restarts: [(String, Int)], at now: Int) -> CrashLoop? {
        var watch = RestartWatch()
        for (instance, second) in restarts { watch.note(instance, at: start + .seconds(second)) }
        return watch.loop(at: start + .seconds(now))
    }

    @Test(
        "Three restarts of one process in five minutes are a loop, until it has run for a while",
        arguments: [
            ([], 10, nil), ([0], 1, nil), ([0, 60], 61, nil), ([0, 60, 120], 121, 3), ([0, 60, 120], 269, 3),
            ([0, 60, 120], 271, nil), ([0, 9, 18, 27, 36, 45, 54], 60, 7),
            // One a second, and seen again in the next poll.
            ([0, 1, 2, 3], 22, 4), ([0, 1, 2, 3], 24, nil),
            // Spread over more than five minutes it is none.
            ([0, 200, 400], 401, nil), ([0, 100, 299], 301, nil), ([0, 100, 299], 300, 3),
        ] as [([Int], Int, Int?)]
    )
    func loops(restarts: [Int], now: Int, count: Int?) {
        let loop = Self.loop(restarts.map { ("web-1", $0) }, at: now)
        #expect(loop?.count == count && loop.map { $0.instance == "web-1" } ?? true)
    }

    @Test("A deploy that restarts each of many processes is none; of two loops the worse one is told")
    func several() {
        #expect(Self.loop((0..<20).map { ("web-\($0)", $0) }, at: 20) == nil)
        let both = (0..<4).flatMap { [("a", $0 * 10), ("b", $0 * 10)] } + [("b", 35)]
        let loop = Self.loop(both, at: 40)
        #expect(loop?.instance == "b" && loop?.count == 5 && loop?.since == Self.start)
        #expect(loop?.length == .seconds(35))
    }

    @Test("A loop that goes on for long began when it began; after a long pause it is another", arguments: [0, 200])
    func long(pause: Int) {
        var watch = RestartWatch()
        for index in 0..<60 {
            watch.note("web-1", at: Self.start + .seconds(index * 10 + (index >= 30 ? pause : 0)))
        }
        let loop = watch.loop(at: Self.start + .seconds(595 + pause))
        #expect(loop?.since == Self.start + .seconds(pause > 0 ? 300 + pause : 0), "\(String(describing: loop))")
        #expect(loop.map { $0.count >= 29 && $0.length <= .seconds(300) } == true)
    }

    @Test("Restarts from before the first that was seen count as well, those after it do not count twice")
    func preceded() {
        var watch = RestartWatch()
        watch.note("web-1", at: Self.start + .seconds(100))
        #expect(watch.loop(at: Self.start + .seconds(101)) == nil)
        watch.precede("web-1", with: [40, 70, 100, 130].map { Self.start + .seconds($0) })
        let loop = watch.loop(at: Self.start + .seconds(101))
        #expect(loop?.count == 3 && loop?.since == Self.start + .seconds(40))
    }

    @Test("A loop that is over ended with its last restart; one that goes on has not")
    func ended() {
        var watch = RestartWatch()
        watch.precede("web-1", with: [0, 60, 120, 180].map { Self.start + .seconds($0) })
        watch.precede("web-2", with: [300, 310].map { Self.start + .seconds($0) })
        #expect(watch.ended(at: Self.start + .seconds(200)) == nil)
        let ended = watch.ended(at: Self.start + .seconds(400))
        #expect(ended?.instance == "web-1" && ended?.count == 4)
        #expect(ended?.since == Self.start && ended?.last == Self.start + .seconds(180))
        // At a moment before it there was none.
        #expect(watch.ended(at: Self.start + .seconds(100)) == nil)
    }

    @Test("What was no restart after all is forgotten")
    func forgotten() {
        var watch = RestartWatch()
        for second in 0..<5 { watch.note("web-1", at: Self.start + .seconds(second)) }
        watch.forget("web-1")
        #expect(watch.loop(at: Self.start + .seconds(5)) == nil)
    }
}
