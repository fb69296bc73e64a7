import Foundation
import GoldenSignals
import PromQL
import Testing

extension EndToEnd {
    /// The alerts on the screen and those of a Prometheus with the generated rules, over the same samples.
    @Suite(
        "Objectives on the screen beside the generated rules",
        .serialized,
        .enabled(if: Programs.promtool != nil, "promtool is not installed")
    )
    struct ObjectiveDrillTests {
        private static let demo = "{name: main, objective: 99%, indicator: availability, period: 6h, windows: demo}"
        private static let burst = ObjectiveDrill(
            name: "a fifth fails for ten minutes, and again after a restart",
            objective: demo,
            step: 30,
            phases: [
                .init(steps: 60, requests: 300), .init(steps: 20, requests: 300, failures: 60),
                .init(steps: 100, requests: 300), .init(steps: 4, requests: nil),
                .init(steps: 16, requests: 300, failures: 60, isRestart: true), .init(steps: 60, requests: 300),
            ]
        )
        /// More of them take minutes: `Scripts/bench/objectives` and `make test-real` ask for all.
        private static let others = [
            ObjectiveDrill(
                name: "two, then four of a hundred fail for hours: tickets, and no page",
                objective: demo,
                step: 30,
                // So odd that no share is ever a factor of the budget: there rounding decides, and versions differ in it.
                phases: [
                    .init(steps: 59, requests: 301), .init(steps: 180, requests: 301, failures: 7),
                    .init(steps: 90, requests: 301, failures: 13), .init(steps: 180, requests: 301, failures: 1),
                    .init(steps: 180, requests: 301),
                ],
                callsSomebody: false
            ),
            ObjectiveDrill(
                name: "four of five are slow, then all fail fast, then a quarter is slow after a restart",
                objective: "{name: main, objective: 95%, indicator: {latency: 300ms}, period: 6h, windows: demo}",
                step: 30,
                phases: [
                    .init(steps: 60, requests: 300, slow: 3), .init(steps: 20, requests: 300, slow: 240),
                    .init(steps: 20, requests: 300, failures: 300), .init(steps: 120, requests: 300),
                    .init(steps: 4, requests: nil), .init(steps: 120, requests: 300, slow: 75, isRestart: true),
                    .init(steps: 120, requests: 300),
                ]
            ),
            ObjectiveDrill(
                name: "few requests, silence, and a trickle that fails",
                objective:
                    "{name: main, objective: 99.9%, indicator: availability, period: 30d, windows: standard, minimum_requests: 40}",
                step: 120,
                phases: [
                    .init(steps: 120, requests: 3), .init(steps: 30, requests: 1, failures: 1),
                    .init(steps: 60, requests: 0), .init(steps: 240, requests: 2, failures: 1),
                    .init(steps: 300, requests: 3), .init(steps: 10, requests: nil),
                    .init(steps: 300, requests: 3, isRestart: true),
                ]
            ),
        ]

        private static let all = ProcessInfo.processInfo.environment["SRETOP_OBJECTIVE_DRILL"] == "all"
        private static let drills = [burst] + (all ? others : [])

        @Test("States are equal at each instant of the rules' group, and what changes changes then", arguments: drills)
        func equal(_ drill: ObjectiveDrill) async throws {
            var programs = RealProgram.versions(of: "prometheus", called: "promtool")
            // The machine's own and the newest: a Prometheus 2 and a Prometheus 3.
            if !Self.all, let first = programs.first, let last = programs.last, programs.count > 2 {
                programs = [first, last]
            }
            for program in programs {
                let promtool = try #require(program.path("promtool"))
                let isThird = (program.release("promtool")?.major ?? 2) >= 3
                let states = try await drill.screen(isThird ? .leftOpen : .closed)
                let transitions = drill.transitions(states)
                print(
                    "\(program.testDescription), \(drill.name): \(states.count) instants; \(transitions.joined(separator: ", "))"
                )
                #expect(transitions.count >= 4 && states.last?.isEmpty == true, "\(transitions)")
                #expect(try drill.pages(states) == drill.callsSomebody, "\(transitions)")
                let folder = try RuleFolder()
                let difference = try drill.judged(states, by: promtool, in: folder)
                #expect(difference == nil, "\(program.testDescription): \(difference ?? "")")
                // The judge is one: a single instant that is told otherwise is found.
                var wrong = states
                let place = try #require(states.firstIndex { !$0.isEmpty })
                wrong[place] = []
                #expect(try drill.judged(wrong, by: promtool, in: folder) != nil)
            }
        }
    }
}
