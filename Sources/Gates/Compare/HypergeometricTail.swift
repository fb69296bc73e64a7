import Diagnosis

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How likely it is that so many of the bad ones of two groups fall into one of them where both are alike.
///
/// Source: R. A. Fisher, "The Logic of Inductive Inference", Journal of the Royal Statistical Society 98 (1935): given
/// how many are bad in both together, those in one of them follow the hypergeometric distribution.
package enum HypergeometricTail {
    /// The probability of `bad` or more bad ones in a group of `size` out of `total`, of which `totalBad` are bad.
    ///
    /// Counts are rounded to whole ones: a source extrapolates them to the edges of its window. 1 where they are none.
    package static func probability(
        of bad: Double,
        orMoreAmong size: Double,
        outOf total: Double,
        ofWhichBad totalBad: Double
    ) -> Double {
        guard [bad, size, total, totalBad].allSatisfy(\.isFinite) else { return 1 }
        let (k, n, all, marked) = (bad.rounded(), size.rounded(), total.rounded(), totalBad.rounded())
        guard n >= 0, all >= n, marked >= 0, all >= marked else { return 1 }
        let (least, most) = (max(0, n + marked - all), min(n, marked))
        if k <= least { return 1 }
        if k > most { return 0 }
        // The smaller of both tails is summed, from its largest term on.
        if k <= n * marked / all {
            return max(0, 1 - sum(from: k - 1, downTo: least, n: n, all: all, marked: marked))
        }
        return sum(from: k, upTo: most, n: n, all: all, marked: marked)
    }

    private static func sum(from k: Double, upTo most: Double, n: Double, all: Double, marked: Double) -> Double {
        var term = exp(logProbability(k, n: n, all: all, marked: marked))
        var sum = 0.0
        var at = k
        while at <= most, term > sum * 1e-17 {
            sum += term
            term *= (marked - at) * (n - at) / ((at + 1) * (all - marked - n + at + 1))
            at += 1
        }
        return min(1, sum)
    }

    private static func sum(from k: Double, downTo least: Double, n: Double, all: Double, marked: Double) -> Double {
        var term = exp(logProbability(k, n: n, all: all, marked: marked))
        var sum = 0.0
        var at = k
        while at >= least, term > sum * 1e-17 {
            sum += term
            term *= at * (all - marked - n + at) / ((marked - at + 1) * (n - at + 1))
            at -= 1
        }
        return min(1, sum)
    }

    private static func logProbability(_ k: Double, n: Double, all: Double, marked: Double) -> Double {
        logChoose(marked, k) + logChoose(all - marked, n - k) - logChoose(all, n)
    }

    private static func logChoose(_ n: Double, _ k: Double) -> Double {
        BinomialTail.logFactorial(n) - BinomialTail.logFactorial(k) - BinomialTail.logFactorial(n - k)
    }
}
