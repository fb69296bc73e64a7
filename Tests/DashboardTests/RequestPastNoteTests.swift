import Dashboard
import GoldenSignals
import PromModel
import Testing

@Suite("Dashboard: one look tells who is left out")
struct RequestPastNoteTests {
    /// One look at a source that knows the hour before.
    private static func evidence(_ windows: [RequestPast.Window]?, _ change: (inout SignalSnapshot) -> Void) -> [String]
    {
        var scene = Scene(hasChaos: false)
        var snapshot = Scene.snapshot(0)
        snapshot.faults = []
        change(&snapshot)
        var update = SourceUpdate(
            snapshot: snapshot,
            targets: [Scene.target(at: 0)],
            failure: nil,
            cost: .milliseconds(2)
        )
        update.requestPast = windows.map { RequestPast(length: .seconds(15), windows: $0) }
        scene.send(.source(update))
        scene.send(.tick(snapshot.at))
        return StreamLine.evidence(scene.state)
    }

    private static func windows(
        _ counts: (Int) -> (instances: [String: Double], routes: [String: Double])
    ) -> [RequestPast.Window] {
        (0..<60).map { place in
            let (instances, routes) = counts(place)
            return RequestPast.Window(at: Scene.moment(15 * (place - 59)), instances: instances, routes: routes)
        }
    }

    @Test("A pod that hangs, and a route that nobody reaches, since when they do")
    func told() {
        let totals = { (snapshot: inout SignalSnapshot) in
            snapshot.requestTotals = ["pod-a": 90_000, "pod-b": 90_000, "pod-c": 80_000]
        }
        let pods = Self.windows { place in
            (["pod-a": 1000, "pod-b": 1000, "pod-c": place < 50 ? 1000 : 0], [:])
        }
        #expect(Self.evidence(pods, totals).last == "pod-c gets no requests for 2m30s, had 33%")
        let two = Self.windows { place in
            (["pod-a": 1000, "pod-b": place < 50 ? 1000 : 0, "pod-c": place < 50 ? 1000 : 0], [:])
        }
        #expect(Self.evidence(two, totals).last == "pod-b and pod-c get no requests for 2m30s, had 67%")
        #expect(!Self.evidence(nil, totals).joined().contains("pod-c"))
        let routes = Self.windows { place in ([:], ["GET /items": 2000, "GET /search": place < 50 ? 1000 : 0]) }
        let told = Self.evidence(routes) { snapshot in
            var row = Breakdown.Row(name: "GET /items")
            row.requestRate = 200
            snapshot.breakdown = Breakdown(dimension: .route)
            snapshot.breakdown?.rows = [row]
        }
        #expect(told.last == "GET /search gets no requests for 2m30s, had 33%")
    }
}
