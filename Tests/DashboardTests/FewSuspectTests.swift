import Dashboard
import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard: few failures on one part")
struct FewSuspectTests {
    /// Row 3 of a breach with so many failures on one of two instances, and on the other.
    private static func row(_ failures: Double, _ others: Double) -> String {
        var scene = Scene(hasChaos: false)
        for second in 0...120 {
            var snapshot = Scene.snapshot(second, errors: second > 60 ? 0.2 : 0)
            snapshot.faults = []
            scene.poll(snapshot)
        }
        let onset = Scene.moment(61)
        let parts = [
            TrafficPart(labels: ["instance": "pod-a"], requests: 430, bad: others, requestsBefore: 430),
            TrafficPart(labels: ["instance": "pod-b"], requests: 570, bad: failures, requestsBefore: 570),
        ]
        let told = TrafficParts(signal: .errorShare, labels: ["instance"], parts: parts, since: onset)
        scene.state.live.explanation = Explanation(told)
        return DashboardView.frame(scene.state, size: TerminalSize(columns: 120, rows: 24)).buffer.row(2)
    }

    @Test("All on one is told as that, and never as spread or alike; spread is what is spread")
    func words() {
        #expect(Self.row(8, 0).contains("cannot tell who: n=8, all on pod-b"))
        #expect(Self.row(5, 0).contains("n=5, all on pod-b"))
        #expect(Self.row(3, 2).contains("n=5 spread over the traffic"))
        #expect(Self.row(40, 0).contains("100% of the new 5xx on pod-b"))
        #expect(Self.row(60, 40).contains("everywhere alike"))
    }
}
