import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import Testing

@Suite("Dashboard events: deploys and restarts")
struct ProcessEventTests {
    private static let pods = (1...6).map { "pod-\($0):80" }
    private static let old = Dictionary(uniqueKeysWithValues: pods.map { ($0, "a1c7") })
    /// Every process began a day before the screen did.
    private static let starts = Dictionary(uniqueKeysWithValues: pods.map { ($0, Scene.start.seconds - 86_400) })

    /// A poll of processes: when they started, in seconds of the scene, and which versions they run.
    private static func update(
        _ second: Int,
        started: [String: Int] = [:],
        versions: [String: String] = old
    ) -> SourceUpdate {
        var snapshot = Scene.snapshot(second)
        snapshot.processStarts = starts.merging(started.mapValues { Scene.moment($0).seconds }) { $1 }
        snapshot.versions = versions
        return SourceUpdate(snapshot: snapshot, targets: [], failure: nil, cost: .zero)
    }

    /// The first of the pods run another version since the seconds given, the others the old one.
    private static func rollout(_ second: Int, _ version: String, _ began: [Int]) -> SourceUpdate {
        let moved = Array(pods.prefix(began.count))
        return update(
            second,
            started: Dictionary(uniqueKeysWithValues: zip(moved, began)),
            versions: old.merging(moved.map { ($0, version) }) { $1 }
        )
    }

    private static func texts(_ scene: Scene) -> [String] {
        scene.state.live.events.map { "\(Int(($0.at - Scene.start).inSeconds)) \($0.word) \($0.text)" }
    }

    @Test("A deploy from before the screen opened is found by the processes of then, at its first process's start")
    func past() {
        var scene = Scene(hasChaos: false)
        var update = Self.rollout(1200, "d3f9", [630, 610, 650, 640, 660, 620])
        update.past = ProcessTable(at: Scene.start, starts: Self.starts, versions: Self.old)
        scene.send(.source(update))
        #expect(Self.texts(scene) == ["610 deploy version d3f9, before a1c7 (6/6)"])
        #expect(scene.state.live.events.first?.tick == "d3f9")
        #expect(scene.state.live.restarts == 6)
    }

    @Test("A version that came and went before the screen opened is found, and so is its roll-back")
    func takenBackBefore() {
        var scene = Scene(hasChaos: false)
        func table(_ second: Int, _ version: String, since began: Int) -> ProcessTable {
            ProcessTable(
                at: Scene.moment(second),
                starts: Self.starts.mapValues { _ in Scene.moment(began).seconds },
                versions: Self.old.mapValues { _ in version }
            )
        }
        var update = Self.update(1200, started: Dictionary(uniqueKeysWithValues: Self.pods.map { ($0, 910) }))
        update.past = ProcessTable(at: Scene.start, starts: Self.starts, versions: Self.old)
        update.processPast = ProcessPast(samples: [], restarts: [:])
        update.processPast?.tables = [
            table(300, "a1c7", since: -86_400), table(600, "d3f9", since: 580), table(900, "d3f9", since: 580),
        ]
        scene.send(.source(update))
        #expect(
            Self.texts(scene) == [
                "580 deploy version d3f9, before a1c7 (6/6)", "910 deploy version a1c7, before d3f9 (6/6)",
            ]
        )
    }

    @Test("What was taken back is not told as what has changed lately")
    func canary() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        for second in [20, 30] { scene.send(.source(Self.rollout(second, "d3f9", [15]))) }
        #expect(StreamLine.evidence(scene.state).joined().contains("since deploy d3f9"))
        var gone = Self.update(40)
        gone.snapshot.processStarts["pod-1:80"] = nil
        gone.snapshot.versions["pod-1:80"] = nil
        scene.send(.source(gone))
        #expect(!StreamLine.evidence(scene.state).joined().contains("deploy d3f9"))
    }

    @Test("A loop of restarts from before the screen was opened is told once it is over, as one that was seen is")
    func loopBefore() {
        var scene = Scene(hasChaos: false)
        var update = Self.update(1200)
        update.processPast = ProcessPast(
            samples: [],
            restarts: ["pod-1:80": [700, 760, 820, 880].map { Scene.moment($0) }]
        )
        scene.send(.source(update))
        for second in 1201...1220 { scene.send(.source(Self.update(second))) }
        #expect(scene.state.live.crashLoop == nil)
        let ended = scene.state.live.endedTrouble
        #expect(ended?.what == "WARN restarts")
        #expect(ended?.since == Scene.moment(700) && ended?.until == Scene.moment(880))
        #expect(scene.state.live.since(at: scene.state.now) == Scene.moment(880))
    }

    @Test("A start time that is told anew, a little off, while the counters go on, is no restart")
    func wobbling() {
        var scene = Scene(hasChaos: false)
        for second in stride(from: 10, through: 100, by: 5) {
            var update = Self.update(second)
            let wobble = second.isMultiple(of: 2) ? 0.0 : 1.0
            update.snapshot.processStarts["pod-1:80"] = Scene.start.seconds - 86_400 + wobble
            update.snapshot.requestTotals = ["pod-1:80": 5000 + Double(second) * 20]
            scene.send(.source(update))
        }
        #expect(scene.state.live.events.isEmpty && scene.state.live.restarts == 0)
        // Where they fall it is one, however soon after the one before.
        var fallen = Self.update(105)
        fallen.snapshot.processStarts["pod-1:80"] = Scene.start.seconds - 86_400 + 1.5
        fallen.snapshot.requestTotals = ["pod-1:80": 3]
        scene.send(.source(fallen))
        #expect(scene.state.live.restarts == 1)
    }

    @Test("The past is asked for once: what is told of it later is not news")
    func pastOnce() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        var update = Self.update(20)
        update.past = ProcessTable(at: Scene.start, starts: ["pod-1:80": 1], versions: ["pod-1:80": "old"])
        scene.send(.source(update))
        #expect(scene.state.live.events.isEmpty && scene.state.live.restarts == 0)
    }

    @Test("While a deploy goes on the same event tells how far it is, and lists no restart")
    func progress() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        scene.send(.source(Self.rollout(20, "d3f9", [15, 17])))
        #expect(Self.texts(scene) == ["15 deploy version d3f9, before a1c7 (2/6)"])
        scene.send(.source(Self.rollout(30, "d3f9", [15, 17, 25, 26, 27])))
        scene.send(.source(Self.rollout(40, "d3f9", [15, 17, 25, 26, 27, 35])))
        #expect(Self.texts(scene) == ["15 deploy version d3f9, before a1c7 (6/6)"])
        #expect(scene.state.live.restarts == 6)
    }

    @Test("The next deploy leaves what the last one had reached")
    func twoDeploys() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        scene.send(.source(Self.rollout(20, "d3f9", [15, 15, 15, 15, 15, 15])))
        for count in 1...6 {
            var update = Self.rollout(20 + count * 10, "d3f9", [15, 15, 15, 15, 15, 15])
            for pod in Self.pods.prefix(count) { update.snapshot.versions[pod] = "e5a0" }
            scene.send(.source(update))
        }
        let expected = ["15 deploy version d3f9, before a1c7 (6/6)", "30 deploy version e5a0, before d3f9 (6/6)"]
        #expect(Self.texts(scene) == expected)
    }

    @Test("A deploy that is taken back half-way is followed by one of the version before")
    func takenBack() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        scene.send(.source(Self.rollout(20, "d3f9", [15, 17])))
        scene.send(.source(Self.update(30, started: ["pod-1:80": 28, "pod-2:80": 29])))
        #expect(
            Self.texts(scene) == [
                "15 deploy version d3f9, before a1c7 (2/6)", "28 deploy version a1c7, before d3f9 (6/6)",
            ]
        )
    }

    @Test("A single process that was away for long and comes back with another version is a deploy")
    func longAway() {
        var scene = Scene(hasChaos: false)
        let pod = Self.pods[0]
        for (second, version) in [(10, "a1c7"), (20, nil), (150, "d3f9")] as [(Int, String?)] {
            var update = Self.update(second)
            update.snapshot.versions = version.map { [pod: $0] } ?? [:]
            let start = second == 150 ? Scene.moment(140).seconds : 0
            update.snapshot.processStarts = version == nil ? [:] : [pod: start]
            scene.send(.source(update))
        }
        #expect(Self.texts(scene) == ["140 deploy version d3f9, before a1c7 (1/1)"])
        #expect(scene.state.live.restarts == 1)
    }

    @Test("A process that nobody has seen is dated by its own start, also before the last poll")
    func unseen() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(30)))
        var update = Self.update(40, started: ["pod-7:80": 25])
        update.snapshot.versions["pod-7:80"] = "d3f9"
        scene.send(.source(update))
        #expect(Self.texts(scene) == ["25 deploy version d3f9, before a1c7 (1/7)"])
    }

    @Test("Where nobody tells when a process began, the deploy says so")
    func undated() {
        var scene = Scene(hasChaos: false)
        var update = Self.update(1800, versions: Self.old.mapValues { _ in "d3f9" })
        update.snapshot.processStarts = [:]
        update.past = ProcessTable(at: Scene.start, starts: [:], versions: Self.old)
        scene.send(.source(update))
        #expect(Self.texts(scene) == ["1800 deploy version d3f9, before a1c7, some time in the last 30m00s (6/6)"])
    }

    @Test("A version that everybody went back to is a deploy, too")
    func rollback() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        scene.send(.source(Self.rollout(20, "d3f9", [15, 15, 15, 15, 15, 15])))
        let again = Dictionary(uniqueKeysWithValues: Self.pods.map { ($0, 25) })
        scene.send(.source(Self.update(30, started: again)))
        #expect(Self.texts(scene).last == "25 deploy version a1c7, before d3f9 (6/6)")
    }

    @Test("Where versions are not told for a moment, nothing happened")
    func versionsAway() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.rollout(10, "d3f9", [5, 5])))
        scene.send(.source(Self.update(20, started: ["pod-1:80": 5, "pod-2:80": 5], versions: [:])))
        scene.send(.source(Self.rollout(30, "d3f9", [5, 5])))
        #expect(Self.texts(scene).isEmpty)
    }

    @Test("A new process of a version that is known is neither deploy nor restart")
    func scaledOut() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        var versions = Self.old
        versions["pod-7:80"] = "a1c7"
        scene.send(.source(Self.update(20, started: ["pod-7:80": 15], versions: versions)))
        #expect(Self.texts(scene).isEmpty && scene.state.live.restarts == 0)
    }

    @Test(
        "A restart of the same version is told at the process's start, or now where that cannot be",
        arguments: [(15, 15), (20, 20), (10, 20), (-50, 20), (99, 20)] as [(Int, Int)]
    )
    func restart(started: Int, told: Int) {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        scene.send(.source(Self.update(20, started: ["pod-3:80": started])))
        let text = "pod-3:80 was restarted: counters began anew, rates are spliced"
        #expect(Self.texts(scene) == ["\(told) restart \(text)"])
        #expect(scene.state.live.events.first?.subject == "pod-3:80")
    }

    @Test("A restart from before the screen opened is told by the past")
    func pastRestart() {
        var scene = Scene(hasChaos: false)
        var update = Self.update(1200, started: ["pod-2:80": 700])
        update.past = ProcessTable(at: Scene.start, starts: Self.starts, versions: Self.old)
        scene.send(.source(update))
        #expect(Self.texts(scene).map { $0.prefix(11) } == ["700 restart"])
    }

    @Test("A process that is away for a poll and comes back restarted is told of")
    func away() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        var update = Self.update(20)
        update.snapshot.processStarts["pod-1:80"] = nil
        update.snapshot.versions["pod-1:80"] = nil
        scene.send(.source(update))
        scene.send(.source(Self.update(30, started: ["pod-1:80": 22])))
        #expect(Self.texts(scene).map { $0.prefix(10) } == ["22 restart"])
    }

    @Test("Events stand in the order of time, although the deploy is found after the restarts")
    func sorted() {
        var scene = Scene(hasChaos: false)
        scene.send(.source(Self.update(10)))
        var update = Self.rollout(30, "d3f9", [15])
        update.snapshot.processStarts["pod-6:80"] = Scene.moment(25).seconds
        scene.send(.source(update))
        #expect(Self.texts(scene).map { $0.prefix(9) } == ["15 deploy", "25 restar"])
    }
}
