#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How likely many successes are where the probability of each is known: the exact test of a share.
///
/// The one-sided lower bound of Clopper and Pearson (Biometrika 26, 1934) lies above a share exactly where this tail of
/// the share is below the level, so no inverse is needed.
package enum BinomialTail {
    /// The probability of `successes` or more among `trials`, each with the probability `share`.
    ///
    /// Counts are rounded to whole ones: a source extrapolates them to the edges of its window.
    package static func probability(of successes: Double, orMoreAmong trials: Double, share: Double) -> Double {
        guard successes.isFinite, trials.isFinite, !share.isNaN else { return 1 }
        let n = max(trials, successes).rounded()
        let k = successes.rounded()
        guard k > 0 else { return 1 }
        guard share > 0 else { return 0 }
        // Most of it lies at or below the mean: nothing that begins there is rare.
        guard share < 1, k > n * share else { return 1 }
        var term = exp(logProbability(k, n, share))
        var sum = 0.0
        var at = k
        // Above the mean each term is less than the one before.
        while at <= n, term > sum * 1e-16 {
            sum += term
            at += 1
            term *= (n - at + 1) / at * share / (1 - share)
        }
        return min(1, sum)
    }

    private static func logProbability(_ k: Double, _ n: Double, _ share: Double) -> Double {
        let choose = logFactorial(n) - logFactorial(k) - logFactorial(n - k)
        // log1p keeps a share of a millionth exact over millions of trials.
        return choose + k * log(share) + (n - k) * log1p(-share)
    }

    /// ln n!, by the series of Stirling from 16 on; its error is below 1e-13 there.
    package static func logFactorial(_ n: Double) -> Double {
        guard n >= 16 else {
            return n < 2 ? 0 : (2...Int(n)).reduce(0) { $0 + log(Double($1)) }
        }
        let inverse = 1 / n
        let square = inverse * inverse
        let series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
        return n * log(n) - n + 0.5 * log(2 * Double.pi * n) + series
    }
}
