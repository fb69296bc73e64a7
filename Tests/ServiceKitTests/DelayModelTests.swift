import Foundation
import ServiceKit
import Testing

@Suite("Distributions of delays")
struct DelayModelTests {
    /// The value that a share of many draws does not exceed.
    private func quantiles(_ mode: String, _ parameters: [FaultParameter: Double], _ ranks: [Double]) throws -> [Double]
    {
        var request = FaultRequest(.latency)
        (request.mode, request.seconds, request.seed) = (mode, 60, 5)
        request.parameters = parameters
        var limits = FaultLimits()
        limits.delaySeconds = 60
        let board = FaultBoard(seed: 1, limits: limits)
        try board.apply(request)
        let draws = (0..<40_000).map { _ in board.draw("/").latency / .seconds(1) }.sorted()
        return ranks.map { draws[Int($0 * Double(draws.count - 1))] }
    }

    @Test("Quantiles are those of the closed forms, within 4 %")
    func closedForms() throws {
        let cases: [(String, [FaultParameter: Double], (Double) -> Double)] = [
            ("fixed", [.delay: 0.3], { _ in 0.3 }),
            ("uniform", [.delay: 0.1, .upper: 0.5], { 0.1 + 0.4 * $0 }),
            ("normal", [.delay: 1, .spread: 0.2], { 1 + 0.2 * Self.normal($0) }),
            ("lognormal", [.delay: 0.05, .spread: 0.8], { 0.05 * exp(0.8 * Self.normal($0)) }),
            ("pareto", [.delay: 0.02, .shape: 2], { 0.02 * pow(1 - $0, -0.5) }),
            ("bimodal", [.delay: 0.01, .upper: 2, .slowShare: 0.07], { $0 > 0.93 ? 2 : 0.01 }),
        ]
        let ranks = [0.25, 0.5, 0.9, 0.99]
        for (mode, parameters, quantile) in cases {
            for (rank, value) in zip(ranks, try quantiles(mode, parameters, ranks)) {
                #expect(abs(value / quantile(rank) - 1) < 0.04, "\(mode) at \(rank): \(value)")
            }
        }
    }

    @Test("No draw is below 0, or above what the service allows")
    func bounds() throws {
        let wide = try quantiles("normal", [.delay: 0.1, .spread: 3], [0, 1])
        #expect(wide[0] == 0 && wide[1] > 0.3)
        var request = FaultRequest(.latency)
        (request.mode, request.parameters) = ("pareto", [.delay: 1, .shape: 1.05])
        let board = FaultBoard(seed: 1)
        try board.apply(request)
        let draws = (0..<5000).map { _ in board.draw("/").latency }
        #expect(draws.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(5) } && draws.contains(.seconds(5)))
    }

    /// The standard normal's quantiles at the ranks that are tried.
    private static func normal(_ rank: Double) -> Double {
        [0.25: -0.67449, 0.5: 0, 0.9: 1.28155, 0.99: 2.32635][rank] ?? .nan
    }
}
