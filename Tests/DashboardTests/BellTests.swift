import Dashboard
import GoldenSignals
import PromModel
import TerminalUI
import Testing

@Suite("Dashboard update: bell")
struct BellTests {
    /// How often it rings from second 0 on, with a share of failures and a p99 in each second; nil is a failed poll.
    private static func bells(
        _ seconds: [(errors: Double, p99: Double)?],
        hasBell: Bool = true,
        limits: [Limit] = Limit.defaults
    ) -> Int {
        var scene = Scene(hasChaos: false)
        var settings = scene.state.settings
        settings.hasBell = hasBell
        settings.limits = limits
        scene.state = DashboardState(settings: settings, now: Scene.start, chaos: nil)
        for (second, values) in seconds.enumerated() {
            guard let values else {
                scene.failPoll(second)
                continue
            }
            scene.poll(Scene.snapshot(second, errors: values.errors, p99: values.p99))
        }
        return scene.state.bells
    }

    private static func calm(_ count: Int) -> [(errors: Double, p99: Double)?] {
        Array(repeating: (0, 0.1), count: count)
    }

    private static func failing(_ count: Int) -> [(errors: Double, p99: Double)?] {
        Array(repeating: (0.2, 0.1), count: count)
    }

    private static func slow(_ count: Int) -> [(errors: Double, p99: Double)?] {
        Array(repeating: (0, 3), count: count)
    }

    private static let away: [(errors: Double, p99: Double)?] = [nil, nil]

    @Test("It rings once for each critical breach that is new")
    func once() {
        #expect(Self.bells(Self.calm(20)) == 0)
        #expect(Self.bells(Self.calm(20) + Self.failing(1)) == 1)
        #expect(Self.bells(Self.calm(20) + Self.failing(2)) == 1)
        #expect(Self.bells(Self.calm(20) + Self.failing(60)) == 1)
        #expect(Self.bells(Self.calm(20) + Self.failing(10) + Self.calm(30)) == 1)
        #expect(Self.bells(Self.calm(20) + Self.failing(10) + Self.calm(30) + Self.failing(10)) == 2)
    }

    @Test("It does not ring for a warning, and not where it is switched off")
    func silent() {
        #expect(Self.bells(Self.calm(20) + Self.slow(20)) == 0)
        #expect(Self.bells(Self.calm(20) + Self.slow(10) + Self.failing(10) + Self.slow(30)) == 1)
        #expect(Self.bells(Self.calm(20) + Self.failing(20), hasBell: false) == 0)
    }

    @Test("The same breach does not ring again because the source failed for a moment; another one does")
    func sourceFails() {
        #expect(Self.bells(Self.calm(20) + Self.failing(10) + Self.away + Self.failing(10)) == 1)
        #expect(Self.bells(Self.calm(20) + Self.failing(10) + Self.away + Self.calm(30)) == 1)
        let later = Self.away + Self.calm(30) + Self.failing(10)
        #expect(Self.bells(Self.calm(20) + Self.failing(10) + later) == 2)
    }

    @Test("Two critical breaches at once ring once each, however often they change places")
    func changingPlaces() {
        let limits = [
            Limit(signal: .errorShare, threshold: 0.01, severity: .critical, isDefault: false),
            Limit(signal: .p99Latency, threshold: 1, severity: .critical, isDefault: false),
        ]
        // Failures first; then one is further over its limit than the other in turn.
        let both: [(errors: Double, p99: Double)?] = (0..<12).map { $0.isMultiple(of: 3) ? (0.2, 2) : (0.02, 9) }
        #expect(Self.bells(Self.calm(20) + Self.failing(5) + both, limits: limits) == 2)
    }

    @Test("A breach that is found in the history, and found again by every audit, rings once")
    func history() {
        var scene = Scene.prometheus()
        scene.state.settings.hasBell = true
        scene.take(Scene.update(from: 0, through: 300, isFull: true) { $0 >= 120 ? 0.2 : 0 })
        #expect(scene.state.bells == 1)
        for last in stride(from: 315, through: 600, by: 15) {
            let isAudit = last.isMultiple(of: 60)
            let first = isAudit ? last - 300 : last - 60
            scene.take(Scene.update(from: first, through: last, isFull: isAudit) { $0 >= 120 ? 0.2 : 0 })
        }
        #expect(scene.state.bells == 1)
    }

    @Test("A frame carries the count to the terminal")
    func frame() {
        var scene = Scene(hasChaos: false)
        scene.state.settings.hasBell = true
        for second in 0...30 { scene.poll(Scene.snapshot(second, errors: second >= 10 ? 0.2 : 0)) }
        #expect(DashboardView.frame(scene.state, size: .standard).bells == 1)
    }
}
