import Dashboard
import GoldenSignals
import PromModel
import Randomness
import Recording
import Testing

@Suite("Recordings")
struct RecordingTests {
    @Test("What was written is read again, value by value")
    func roundTrip() throws {
        let steps = RecordingScene.others + RecordingScene.steps(60)
        let file = try RecordingFile(RecordingScene.bytes(steps))
        #expect(file.settings == RecordingScene.settings)
        #expect(file.begun == RecordingScene.start)
        #expect(file.steps == steps)
        #expect(file.unreadBytes == 0)
    }

    @Test("Prometheus's points, NaN and infinity come back bit by bit")
    func points() throws {
        var update = RecordingScene.update(1)
        var point = SignalPoint(update.snapshot)
        point.requestCount = .nan
        point[.p99Latency] = .infinity
        update.patch = HistoryPatch(
            from: RecordingScene.start,
            isFull: true,
            points: [point, SignalPoint(at: RecordingScene.start)],
            settledThrough: RecordingScene.start,
            step: .seconds(15)
        )
        update.snapshot.errorsPerSecond = -.infinity
        let step = RecordedStep(at: RecordingScene.start, .source(update))
        let file = try RecordingFile(RecordingScene.bytes([step]))
        guard case .source(let read) = file.steps.first?.event else {
            Issue.record("nothing was read")
            return
        }
        #expect(read.patch?.points.first?.requestCount?.isNaN == true)
        #expect(read.snapshot.errorsPerSecond == -.infinity)
        #expect(read.patch?.points.last == SignalPoint(at: RecordingScene.start))
    }

    @Test("Objectives and alerts come back as they were told, and a recording of before there were any is read")
    func objectives() throws {
        let objective = ServiceLevelObjective(
            name: "latency",
            objective: 0.95,
            indicator: .latency(seconds: 0.3),
            period: .seconds(30 * 86_400),
            windows: BurnRateWindow.standard(for: .seconds(30 * 86_400))
        )
        var readings = ObjectiveReadings(group: ["job": "shop"])
        readings.ratios = [.seconds(3600): 0.9, .seconds(300): 0.8, objective.period: 0.02]
        readings.events[.seconds(3600)] = 1200
        let report = ObjectiveReport(
            service: "shop",
            origin: .recorded,
            status: ObjectiveStatus(objective, readings),
            at: RecordingScene.start,
            problem: "timed out",
            curve: BudgetCurve(
                points: [BudgetCurve.Point(at: RecordingScene.start, left: 0.6)],
                step: .seconds(60),
                isRecorded: true
            )
        )
        var update = RecordingScene.update(1)
        update.report?.objectives = [report]
        update.report?.alerts = [
            AlertStatus(
                name: "Burn",
                isFiring: true,
                since: RecordingScene.start,
                labels: ["job": "shop"],
                summary: "s",
                signal: .errorShare,
                concernsService: true,
                annotations: ["runbook_url": "https://example.org"],
                expression: "up == 0",
                holdsFor: .seconds(120)
            )
        ]
        let steps = [
            RecordedStep(at: RecordingScene.start, .source(update)),
            RecordedStep(at: RecordingScene.start, .objectives([report])),
        ]
        let file = try RecordingFile(RecordingScene.bytes(steps))
        #expect(file.steps == steps && file.unreadBytes == 0)
        #expect(file.steps.last?.dashboardEvents.last == .objectives([report]))
        // What came later is left out, as in a recording that knew nothing of it.
        let older = try TreeDecoder.decode(
            SourceUpdate.self,
            from: try TreeEncoder.encode(update).without(["annotations", "expression", "holdsFor", "followed"])
        )
        #expect(older.report?.objectives.isEmpty == true && older.report?.alerts.first?.name == "Burn")
        #expect(older.report?.alerts.first?.expression.isEmpty == true)
    }

    @Test("Durations finer than any clock's, and longer than any, come back as they were")
    func durations() throws {
        let odd = [Duration(secondsComponent: 1, attosecondsComponent: 7), .seconds(Int64.max / 2), .nanoseconds(-1)]
        let steps = odd.enumerated().map { place, duration in
            var update = RecordingScene.update(place + 1)
            update.cost = duration
            return RecordedStep(at: RecordingScene.moment(place), .source(update))
        }
        #expect(try RecordingFile(RecordingScene.bytes(steps)).steps == steps)
    }

    @Test("An hour of a poll each second takes at most a megabyte")
    func size() throws {
        let steps = RecordingScene.steps(360)
        let begun = try RecordingScene.bytes(Array(steps.prefix(2))).count
        let all = try RecordingScene.bytes(steps).count
        #expect((all - begun) * 10 + begun <= 1_000_000, "\(all) bytes for six minutes")
    }

    @Test("Cut in 200 random places, a file opens up to the cut and says where that is", arguments: 0..<4)
    func cut(seed: UInt64) throws {
        let steps = RecordingScene.steps(10)
        let whole = try RecordingScene.bytes(steps)
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 0..<whole.count, using: &random)
            let part = Array(whole.prefix(count))
            do throws(RecordingFailure) {
                let file = try RecordingFile(part)
                #expect(file.steps == Array(steps.prefix(file.steps.count)))
                #expect(file.end + file.unreadBytes == count)
                // What is whole is read: the step after the last one read does not fit.
                let read = try RecordingFile(Array(whole.prefix(file.end)))
                #expect(read.steps.count == file.steps.count && read.unreadBytes == 0)
            } catch {
                let expected: RecordingFailure = count == 0 ? .notOne : .empty
                #expect(error == expected)
            }
        }
    }

    @Test("Damaged in 200 random places, a file opens up to the damage and never traps", arguments: 0..<4)
    func damage(seed: UInt64) throws {
        let steps = RecordingScene.steps(20)
        let whole = try RecordingScene.bytes(steps)
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            var bytes = whole
            let place = Int.random(in: RecordingFrame.header.count..<bytes.count, using: &random)
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            guard let file = try? RecordingFile(bytes) else { continue }
            #expect(file.steps == Array(steps.prefix(file.steps.count)))
            #expect(file.steps.count < steps.count && file.end <= place && file.unreadBytes > 0)
        }
    }

    @Test("Frames with any contents, though their checksums are right, are read or refused", arguments: 0..<8)
    func anything(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let whole = try RecordingScene.bytes([])
        for _ in 0..<200 {
            let count = Int.random(in: 0...60, using: &random)
            let content = (0..<count).map { _ in UInt8.random(in: 0...14, using: &random) }
            let file = try RecordingFile(whole + RecordingFrame.frame(content))
            // What by chance says that all is as it was is the settings once more.
            let isSettings = file.steps.allSatisfy { if case .settings = $0.event { true } else { false } }
            #expect(isSettings && file.unreadBytes == (file.steps.isEmpty ? content.count + 8 : 0))
            #expect(throws: RecordingFailure.empty) {
                try RecordingFile(RecordingFrame.header + RecordingFrame.frame(content))
            }
        }
    }

    @Test(
        "A file of something else says what it is not",
        arguments: [
            ("", RecordingFailure.notOne, "it is no recording of sretop"), ("{\"a\":1}", .notOne, "no recording"),
            ("sretop recording 2\n…", .format("2"), "of format 2, and this sretop reads format 1"),
            ("sretop recording 1", .empty, "nothing of it is whole"), ("sretop recording 1\n", .empty, "nothing"),
        ]
    )
    func others(text: String, failure: RecordingFailure, words: String) {
        #expect(throws: failure) { try RecordingFile(Array(text.utf8)) }
        #expect(failure.description.contains(words))
    }

    @Test("The end's time is told without reading what is before it; of a cut file the end that is left")
    func end() throws {
        let steps = RecordingScene.steps(50)
        let whole = try RecordingScene.bytes(steps)
        #expect(try RecordingReader(whole).end() == steps.last?.at)
        #expect(try RecordingReader(Array(whole.dropLast(1))).end() == steps.dropLast().last?.at)
        #expect(try RecordingReader(RecordingScene.bytes([])).end() == RecordingScene.start)
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

    @Test("What no labels make is refused", arguments: ["1", "x:a", "-1:a", "9:a", "1:a", "99999999999999999999:a"])
    func refused(text: String) {
        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue _: Int) { nil }
        }
        #expect(Labels(codingKey: Key(stringValue: text)) == nil)
    }
}

extension Tree {
    /// The same without some members, however deep they are.
    fileprivate func without(_ names: Set<String>) -> Tree {
        switch self {
        case .map(let entries):
            .map(
                entries.filter { !names.contains($0.key) }.map { Tree.Entry($0.key, $0.value.without(names)) }
            )
        case .list(let items): .list(items.map { $0.without(names) })
        default: self
        }
    }
}
