import PromClient
import PromModel
import Testing

/// Repeatable numbers.
private struct Chance {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}

@Suite("Several processes behind one address")
struct AnsweringProcessesTests {
    private static func page(_ counters: [Double], start: Double? = nil) -> Exposition {
        var samples = counters.enumerated().map { index, value in
            ExpositionSample(labels: ["__name__": "http_requests_total", "route": "/\(index)"], value: value)
        }
        if let start {
            samples.append(ExpositionSample(labels: ["__name__": "process_start_time_seconds"], value: start))
        }
        return Exposition(samples: samples, metadata: ["http_requests_total": MetricMetadata(type: .counter)])
    }

    private static func areSeveral(_ pages: [Exposition], every seconds: Double = 1) -> Bool {
        var processes = AnsweringProcesses()
        for (number, page) in pages.enumerated() {
            processes.observe(page, at: Timestamp(seconds: 1000 + Double(number) * seconds))
        }
        return processes.areSeveral
    }

    @Test("A start time that comes back is of another process, at once")
    func startTimes() {
        let pages = [
            Self.page([100], start: 10), Self.page([900], start: 10.02), Self.page([103], start: 10),
        ]
        #expect(!Self.areSeveral(Array(pages.prefix(2))))
        #expect(Self.areSeveral(pages))
        // One that was there before the first that answered.
        #expect(Self.areSeveral([Self.page([900], start: 20), Self.page([850], start: 10)]))
        // Three of them.
        #expect(Self.areSeveral([1, 2, 3, 1].map { Self.page([Double($0) * 50], start: Double($0)) }))
    }

    @Test("A start time that is told anew, while all counters go on, is the same process")
    func jitter() {
        let pages = (0..<40).map { Self.page([Double($0) * 7, Double($0)], start: $0.isMultiple(of: 2) ? 10 : 11) }
        #expect(!Self.areSeveral(pages))
    }

    @Test("A start time that goes back again and again is of another process, whatever the counters do")
    func backwards() {
        let pages = (0..<40).map { Self.page([Double($0) * 7, Double($0)], start: $0 % 8 < 4 ? 10 : 20) }
        #expect(Self.areSeveral(pages))
        // A clock that was set goes back once.
        #expect(!Self.areSeveral((0..<40).map { Self.page([Double($0) * 7], start: $0 < 20 ? 20 : 10) }))
    }

    @Test("Restarts, once or in a loop, with or without a start time, are restarts", arguments: [true, false])
    func restarts(hasStart: Bool) {
        var random = Chance(11)
        for every in [3, 4, 7, 20] {
            var pages: [Exposition] = []
            var value = 5000.0
            var start = 10.0
            for second in 0..<200 {
                value += Double(random.next() % 100)
                if second % every == every - 1 {
                    value = Double(random.next() % 90)
                    start = Double(second + 10)
                }
                pages.append(Self.page([value, value * 2], start: hasStart ? start : nil))
            }
            #expect(!Self.areSeveral(pages), "every \(every)")
        }
        #expect(!Self.areSeveral([Self.page([100]), Self.page([200]), Self.page([3]), Self.page([9])]))
    }

    @Test(
        "Workers that answer in any order are found by their counters alone",
        arguments: [(2, 100.0), (2, 20_000), (3, 500), (4, 5000)]
    )
    func workers(count: Int, level: Double) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = Chance(seed)
            var values = (0..<count).map { level * (1 + Double($0) / 7) }
            var pages: [Exposition] = []
            for _ in 0..<80 {
                for worker in values.indices { values[worker] += Double(random.next() % 6) }
                let worker = Int(random.next() % UInt64(count))
                pages.append(Self.page([values[worker], (values[worker] / 3).rounded()]))
            }
            #expect(Self.areSeveral(pages), "seed \(seed)")
        }
    }

    /// For each page in the order that they came whether it is trusted after it, unsettled, in doubt, or several are known.
    private static func states(_ pages: [Exposition], over window: Duration = .seconds(15)) -> String {
        var processes = AnsweringProcesses()
        return String(
            pages.enumerated().map { number, page -> Character in
                let moment = Timestamp(seconds: 1000 + Double(number))
                processes.observe(page, at: moment)
                if processes.areSeveral { return "S" }
                return processes.isInDoubt(over: window) ? "?" : processes.isUnsettled(at: moment) ? "~" : "."
            }
        )
    }

    @Test("From the first fall that no restart explains on it is never trusted; the first return proves it")
    func doubt() {
        let (low, high) = ([4800.0, 310, 90], [5000.0, 290, 120])
        func grown(_ counters: [Double], _ by: Double) -> [Double] { counters.map { $0 + by } }
        // Without start times: by turns, and in pairs.
        #expect(Self.states([Self.page(high), Self.page(low), Self.page(grown(high, 9))]) == ".?S")
        // The lower one first: what rose looks like traffic until it comes back.
        let (few, many) = ([50_000.0, 2000], [60_000.0, 3000])
        #expect(Self.states([few, many, grown(few, 40)].map { Self.page($0) }) == ".~S")
        #expect(Self.states([few, many, grown(many, 20), grown(few, 60)].map { Self.page($0) }) == ".~?S")
        let pairs = [high, grown(high, 5), low, grown(low, 5), grown(high, 20)].map { Self.page($0) }
        #expect(Self.states(pairs) == "..??S")
        // Young ones: twice what a restart does as well.
        let young = [[30.0, 4], [10, 2], [33, 5], [12, 3], [36, 5]].map { Self.page($0) }
        #expect(!Self.states(young).hasSuffix("."))
        // With start times that were there before the last page.
        #expect(Self.states([Self.page([900, 40], start: 900), Self.page([700, 44], start: 901)]) == ".?")
        // An older one, and one that started later and has counted more.
        #expect(Self.states([Self.page([900, 40], start: 900), Self.page([1700, 44], start: 890)]) == ".S")
        #expect(Self.states([Self.page([900, 40], start: 900), Self.page([1700, 44], start: 910)]) == ".?")
        // Another process took over for good, as behind a balancer: no number until its jump has left the window.
        let taken = [high] + (1...30).map { grown(low, Double($0)) }
        #expect(
            Self.states(taken.map { Self.page($0) }) == "." + String(repeating: "?", count: 16)
                + String(repeating: ".", count: 14)
        )
    }

    @Test("A restart is no doubt, nor are a counter that is none and a traffic that jumps")
    func noDoubt() {
        let before = (0..<6).map { Self.page([5000 + Double($0) * 50, 100 + Double($0)]) }
        #expect(Self.states(before + [Self.page([40, 1]), Self.page([90, 2])]) == "........")
        // One that is busy, and began a while ago only.
        let busy = [2000.0, 2500, 3000, 3500, 200, 700].map { Self.page([$0, $0 / 2]) }
        #expect(Self.states(busy) == ".~....")
        let told = [
            Self.page([500, 9], start: 10), Self.page([505, 9], start: 10), Self.page([300, 4], start: 1001.5),
        ]
        #expect(Self.states(told) == "...")
        let crashes = (0..<20).map { second in
            let (life, age) = (second / 5, Double(second % 5))
            return Self.page([age * 30, age], start: Double(1000 + life * 5))
        }
        #expect(Self.states(crashes) == String(repeating: ".", count: 20))
        // The machine's clock is set, by ten seconds there and back.
        let clocks = (0..<12).map { Self.page([900 + Double($0) * 5, 40], start: $0 / 4 == 1 ? 890 : 900) }
        #expect(Self.states(clocks) == String(repeating: ".", count: 12))
        // One of many that goes up and down.
        let gauge = (0..<30).map { second in
            Self.page([second.isMultiple(of: 2) ? 0 : 3, 100, 200, 300 + Double(second)])
        }
        #expect(Self.states(gauge) == String(repeating: ".", count: 30))
    }

    @Test("What rises by a leap is doubted until what follows shows that it is traffic")
    func leaps() {
        let counters = [52_000.0, 260]
        func page(_ count: Double, from other: [Double]? = nil) -> Exposition {
            let base = other ?? counters
            return Self.page([base[0] + count * 20, base[1] + (count / 5).rounded(.down)])
        }
        let other = [61_000.0, 305]
        // One answer of the other process among many: at once, and as long as it is in the window.
        let one = (0..<5).map { page(Double($0)) } + [page(5, from: other)] + (6..<9).map { page(Double($0)) }
        #expect(Self.states(one) == ".....?SSS")
        // The other one answers from then on.
        let taken = (0..<3).map { page(Double($0)) } + (3..<24).map { page(Double($0), from: other) }
        #expect(Self.states(taken) == "..." + String(repeating: "?", count: 16) + String(repeating: ".", count: 5))
        // Traffic that comes goes on.
        let risen = [0.0, 1, 2, 3, 33, 83, 133, 183].map { page($0) }
        #expect(Self.states(risen) == "....?...")
        // Many failures at once are none of all that is counted.
        let failures = (0..<6).map { Self.page([52_000 + Double($0) * 20, $0 < 3 ? 5 : 3005]) }
        #expect(Self.states(failures) == "......")
        // What is written anew every third page stands still in between.
        let renewed = (0..<12).map { page(Double($0 / 3 * 3) * 40) }
        #expect(!Self.states(renewed).contains("?"))
        // Bursts that come each minute are the traffic.
        let bursts = (0..<200).map { page(Double($0) + Double($0 / 60) * 40) }
        #expect(Self.states(bursts).count { $0 == "?" } <= 16)
        // Where start times say that it is one process, it is.
        let told = [0.0, 1, 2, 300, 301].map { Self.page([52_000 + $0 * 20], start: 10) }
        #expect(Self.states(told) == ".....")
    }

    @Test("One burst is traffic once no other process has answered for as long as it would, however long the window is")
    func bursts() {
        func page(_ second: Int, _ more: Double) -> Exposition {
            let count = Double(second) * 20 + more
            return Self.page([52_000 + count, 26_000 + count / 2, 9000 + count / 4])
        }
        let minute = Duration.seconds(60)
        let burst = (0..<60).map { page($0, $0 < 20 ? 0 : 5000) }
        let (before, doubted) = (String(repeating: ".", count: 20), String(repeating: "?", count: 13))
        #expect(Self.states(burst, over: minute) == before + doubted + String(repeating: ".", count: 27))
        // After which nobody asks any more.
        let last = (0..<60).map { page(min($0, 20), $0 < 20 ? 0 : 5000) }
        #expect(Self.states(last, over: minute) == before + doubted + String(repeating: ".", count: 27))
        // Two processes that answer in runs, of any length up to as many pages, are never trusted from the first turn on.
        for run in 1...12 {
            let turns = (0..<60).map { page($0, $0 / run % 2 == 0 ? 0 : 5000) }
            let states = Self.states(turns, over: minute)
            #expect(!states.dropFirst(max(run, 1)).contains("."), "\(run): \(states)")
        }
        // Nor is one that answers seldom.
        for (orders, first) in [("AAB", 2), ("ABB", 1), ("AB", 1), ("AAAAAAAB", 7)] {
            let order = Array(orders)
            let turns = (0..<60).map { page($0, order[$0 % order.count] == "A" ? 0 : 5000) }
            let states = Self.states(turns, over: minute)
            #expect(!states.dropFirst(first).contains("."), "\(orders): \(states)")
        }
    }

    @Test("A process that begins anew again and again, and says no start time, is one all the same")
    func restartsUntold() {
        let loop = (0..<120).map { second in
            let age = Double(second < 30 ? second + 400 : (second - 30) % 25)
            return Self.page([age * 20, (age / 5).rounded(.down)])
        }
        #expect(Self.states(loop) == String(repeating: ".", count: 120))
        // The older one comes back each time.
        let turns = (0..<40).map { second in
            let age = Double(second)
            return second % 10 < 5 ? Self.page([900 + age * 3, 90 + age]) : Self.page([age * 3, age])
        }
        #expect(!Self.states(turns).hasSuffix("."))
    }

    @Test("What was seen counts for minutes, not for ever")
    func memory() {
        let mixed = [Self.page([100], start: 10), Self.page([90], start: 11), Self.page([103], start: 10)]
        let alone = (0..<400).map { Self.page([104 + Double($0)], start: 10) }
        #expect(Self.areSeveral(mixed + alone.prefix(100)))
        #expect(!Self.areSeveral(mixed + alone))
    }

    @Test("A service whose counters never fall is one, however its traffic jumps")
    func one() {
        var random = Chance(3)
        var value = 0.0
        let pages = (0..<300).map { _ in
            value += random.next() % 5 == 0 ? 5000 : 3
            return Self.page([value])
        }
        #expect(!Self.areSeveral(pages))
    }
}
