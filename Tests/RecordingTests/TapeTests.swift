import Dashboard
import GoldenSignals
import PromModel
import Recording
import Testing

@Suite("A recording that is played")
struct TapeTests {
    private static func tape(_ steps: [RecordedStep]) throws -> Tape {
        Tape(try RecordingReader(RecordingScene.bytes(steps)))
    }

    private static func polls(_ seconds: [Int]) -> [RecordedStep] {
        seconds.map { RecordedStep(at: RecordingScene.moment($0), .source(RecordingScene.update($0))) }
    }

    private static func moments(_ events: [DashboardEvent]?) -> [Int] {
        (events ?? []).compactMap { event in
            guard case .source(let update) = event else { return nil }
            return Int((update.snapshot.at - RecordingScene.start) / .seconds(1))
        }
    }

    @Test("What happened up to a moment is told in its order, each with the time that it was")
    func through() throws {
        var tape = try Self.tape(Self.polls([1, 2, 3, 9]))
        #expect(tape.place == RecordingScene.moment(1))
        let events = tape.take(through: RecordingScene.moment(3), most: 10)
        #expect(Self.moments(events) == [1, 2, 3])
        #expect(events?.first == .tick(RecordingScene.moment(1)))
        #expect(tape.take(through: RecordingScene.moment(8), most: 10) == nil)
        #expect(Self.moments(tape.take(through: RecordingScene.moment(9), most: 10)) == [9])
        #expect(tape.next == nil)
        #expect(tape.ending == "the recording ends here")
    }

    @Test("Of more than can be told at once the rest comes next: time waits for it")
    func most() throws {
        var tape = try Self.tape(Self.polls([1, 2, 3, 4]))
        tape.place = RecordingScene.moment(60)
        #expect(Self.moments(tape.take(through: tape.place, most: 2)) == [1, 2])
        #expect(tape.place == RecordingScene.moment(3))
        #expect(Self.moments(tape.take(through: RecordingScene.moment(60), most: 2)) == [3, 4])
    }

    @Test("A time in which nothing was recorded is passed by, and said", arguments: [(61, true), (60, false)])
    func hole(seconds: Int, isPassed: Bool) throws {
        var tape = try Self.tape(Self.polls([1, 1 + seconds]))
        _ = tape.take(through: RecordingScene.moment(1), most: 10)
        tape.place = RecordingScene.moment(3)
        #expect(tape.passHole(longerThan: .seconds(60)).isEmpty, "a moment is left to see how it was")
        tape.place = RecordingScene.moment(7)
        let events = tape.passHole(longerThan: .seconds(60))
        #expect(events.contains(.notice("nothing was recorded for 1m01s")) == isPassed)
        #expect((tape.place == RecordingScene.moment(1 + seconds)) == isPassed)
    }

    @Test("A cut recording says at its end where that is, and how much is missing")
    func cut() throws {
        let whole = try RecordingScene.bytes(Self.polls([1, 2, 3]))
        let end = try RecordingScene.bytes(Self.polls([1, 2])).count
        var tape = Tape(try RecordingReader(Array(whole.dropLast(5))))
        #expect(Self.moments(tape.take(through: RecordingScene.moment(60), most: 10)) == [1, 2])
        let left = whole.count - 5 - end
        #expect(
            tape.ending
                == "the recording is cut or damaged at byte \(end): the \(left) bytes from there cannot be read"
        )
    }
}
