internal import Foundation
internal import Randomness

extension SeededRandom {
    /// How many events come where `mean` are expected (Poisson).
    ///
    /// By Knuth's product for small means, else by the normal distribution, whose error is then below a percent.
    mutating func nextPoisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        guard mean < 50 else { return max(0, Int((mean + mean.squareRoot() * nextNormal()).rounded())) }
        let limit = exp(-mean)
        var product = nextUnitInterval()
        var count = 0
        while product > limit {
            product *= nextUnitInterval()
            count += 1
        }
        return count
    }

    /// A number of the standard normal distribution (Box and Muller).
    mutating func nextNormal() -> Double {
        let radius = (-2 * log(nextUnitInterval())).squareRoot()
        return radius * cos(2 * .pi * nextUnitInterval())
    }

    /// Whether something happens that does so with a probability.
    mutating func happens(_ probability: Double) -> Bool { nextUnitInterval() <= probability && probability > 0 }
}
