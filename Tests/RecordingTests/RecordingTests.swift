import GoldenSignals
import PromModel
import Randomness
import Recording
import Testing

@Suite("Recordings")
struct RecordingTests {
    static let start = Timestamp(seconds: 1_795_192_800)

    static let settings = RecordedSettings(
        service: "shop",
        source: "127.0.0.1:8000",
        sourceKind: "direct",
        place: "",
        window: .seconds(15),
        span: .seconds(300),
        interval: .seconds(1),
        limits: Limit.defaults,
        serviceLimits: ["a": Limit.defaults],
        bounds: [],
        serviceBounds: [:],
        loadPath: "/risky"
    )

    /// A poll as the demo has it, with a number of everything.
    static func update(_ second: Int) -> SourceUpdate {
        let wave = 1 + 0.013 * Double(second % 17) + 0.000_7 * Double(second % 101)
        var snapshot = SignalSnapshot(at: start + .seconds(second), window: .seconds(15))
        for (place, signal) in Signal.allCases.enumerated() {
            snapshot.readings[signal] = SignalReading(.value(wave * Double(place + 1) / 7))
        }
        snapshot.readings[.p99Latency]?.clippedAt = 2.5
        snapshot.readings[.saturation]?.detail = "cpu"
        (snapshot.requestCount, snapshot.errorsPerSecond) = (3000 * wave, 40 * wave)
        snapshot.errorTotals = ["127.0.0.1:8000": Double(second * 40)]
        snapshot.requestTotals = ["127.0.0.1:8000": Double(second * 200)]
        snapshot.processStarts = ["127.0.0.1:8000": 1_795_192_700.25]
        snapshot.targetsAlive = [["instance": "127.0.0.1:8000"]: true, ["instance": "b", "job": "x=\"y\""]: false]
        snapshot.scrapes = [["instance": "127.0.0.1:8000"]: start + .milliseconds(second * 1000 - 3)]
        snapshot.newestSample = start + .milliseconds(second * 1000 - 3)
        snapshot.faults = [.init(name: "errors", route: "/risky", share: 0.2)]
        var breakdown = Breakdown(dimension: .route)
        breakdown.rows = ["GET /risky", "GET /healthz"].map { name in
            var row = Breakdown.Row(name: name)
            row.labels = ["route": name]
            (row.share, row.requestRate, row.errorRate, row.p95) = (0.5, 100 * wave, 20 * wave, 0.07 * wave)
            row.parts = [Breakdown.Part(name: "127.0.0.1:8000", share: 1)]
            return row
        }
        snapshot.breakdown = breakdown
        var update = SourceUpdate(
            snapshot: snapshot,
            targets: [
                TargetStatus(
                    instance: "127.0.0.1:8000",
                    failure: second.isMultiple(of: 50) ? "refused" : nil,
                    defect: nil,
                    scrapedAt: start + .seconds(second),
                    duration: .microseconds(2000 + second % 7 * 100)
                )
            ],
            failure: second.isMultiple(of: 97) ? "no target answers" : nil,
            cost: .microseconds(2100 + second % 11 * 50)
        )
        var report = SourceReport(
            service: "shop",
            source: "127.0.0.1:8000",
            kind: "direct",
            window: .seconds(15),
            interval: .seconds(1)
        )
        report.expressions = [.requestRate: "sum(rate(http_requests_total[15s]))"]
        report.gaps = [.saturation: "no resource"]
        report.services = [ServiceOverview(service: ServiceKey(of: ["job": "shop"]), profile: "go")]
        update.report = report
        return update
    }

    static func events(_ count: Int) -> [RecordedEvent] {
        (0..<count).flatMap { second -> [RecordedEvent] in
            let load = RecordedLoad(
                isRunning: second > 3,
                rate: 200,
                remaining: .seconds(900 - second),
                counts: [second * 200, second * 199, second],
                perSecond: 199.5,
                errorShare: nil,
                quantiles: [.milliseconds(70), nil]
            )
            return [.source(update(second)), .load(load, at: start + .seconds(second))]
        }
    }

    static func bytes(_ events: [RecordedEvent]) throws -> [UInt8] {
        var writer = RecordingWriter()
        return try ([.settings(settings)] + events).reduce(into: []) { $0 += try writer.bytes(of: $1) }
    }

    @Test("What was written is read again, value by value")
    func roundTrip() throws {
        let events = Self.events(60)
        let file = try RecordingFile(Self.bytes(events))
        #expect(file.settings == Self.settings)
        #expect(file.events == events)
        #expect(file.unreadBytes == 0)
    }

    @Test("Prometheus's points, NaN and infinity come back bit by bit")
    func points() throws {
        var update = Self.update(1)
        var point = SignalPoint(update.snapshot)
        point.requestCount = .nan
        point[.p99Latency] = .infinity
        update.patch = HistoryPatch(
            from: Self.start,
            isFull: true,
            points: [point, SignalPoint(at: Self.start)],
            settledThrough: Self.start,
            step: .seconds(15)
        )
        update.snapshot.errorsPerSecond = -.infinity
        let file = try RecordingFile(Self.bytes([.source(update)]))
        guard case .source(let read) = file.events.first else {
            Issue.record("nothing was read")
            return
        }
        #expect(read.patch?.points.first?.requestCount?.isNaN == true)
        #expect(read.snapshot.errorsPerSecond == -.infinity)
        #expect(read.patch?.points.last == SignalPoint(at: Self.start))
    }

    @Test("An hour of a poll each second takes at most a megabyte")
    func size() throws {
        let events = Self.events(360)
        let begun = try Self.bytes(Array(events.prefix(2))).count
        let all = try Self.bytes(events).count
        #expect((all - begun) * 10 + begun <= 1_000_000, "\(all) bytes for six minutes")
    }

    @Test("Cut anywhere, a file opens up to the cut")
    func cut() throws {
        let events = Self.events(5)
        let whole = try Self.bytes(events)
        var last = -1
        for count in stride(from: whole.count, through: 0, by: -37) {
            let part = Array(whole.prefix(count))
            guard let file = try? RecordingFile(part) else { continue }
            #expect(file.events == Array(events.prefix(file.events.count)))
            if last >= 0 { #expect(file.events.count <= last) }
            last = file.events.count
        }
        #expect(throws: RecordingFile.Failure.notOne) { try RecordingFile(Array(whole.prefix(5))) }
        #expect(throws: RecordingFile.Failure.empty) { try RecordingFile(RecordingFrame.header) }
    }

    @Test("Damaged in 200 random places, a file opens up to the damage and never traps", arguments: 0..<4)
    func damage(seed: UInt64) throws {
        let events = Self.events(20)
        let whole = try Self.bytes(events)
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            var bytes = whole
            let place = Int.random(in: RecordingFrame.header.count..<bytes.count, using: &random)
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            guard let file = try? RecordingFile(bytes) else { continue }
            #expect(file.events == Array(events.prefix(file.events.count)))
            #expect(file.events.count < events.count && file.unreadBytes > 0)
        }
    }

    @Test("Frames with any contents, though their checksums are right, are read or refused", arguments: 0..<8)
    func anything(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let count = Int.random(in: 0...60, using: &random)
            let content = (0..<count).map { _ in UInt8.random(in: 0...14, using: &random) }
            let file = try? RecordingFile(RecordingFrame.header + RecordingFrame.frame(content))
            #expect(file == nil || file?.events.isEmpty == true)
        }
    }

    @Test(
        "A file of something else says what it is not",
        arguments: [
            ("", RecordingFile.Failure.notOne), ("{\"a\":1}", .notOne), ("sretop recording 2\n", .format("2")),
            ("sretop recording 1", .format("1")),
        ]
    )
    func others(text: String, failure: RecordingFile.Failure) {
        #expect(throws: failure) { try RecordingFile(Array(text.utf8)) }
    }

    @Test(
        "The checksum is the one that others compute",
        arguments: [("123456789", 0xCBF4_3926), ("", 0)] as [(String, UInt32)]
    )
    func checksum(text: String, sum: UInt32) {
        #expect(RecordingFrame.checksum(text.utf8) == sum)
    }
}

@Suite("Labels as keys in a file")
struct LabelsKeyTests {
    @Test(
        "Whatever they are made of, they come back",
        arguments: [
            Labels(), ["a": "b"], ["a": "1:b2:c", "b": ":"], ["le": "+Inf", "é": "ü\u{0}"], ["a": "b", "c": "d"],
        ]
    )
    func roundTrip(labels: Labels) {
        #expect(Labels(codingKey: labels.codingKey) == labels)
    }
}
