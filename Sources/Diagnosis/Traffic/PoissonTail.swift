#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How likely few or many events are where their mean is known.
enum PoissonTail {
    static func probability(ofAtMost count: Double, mean: Double) -> Double {
        guard mean > 0, count < mean else { return 1 }
        let most = max(0, count.rounded())
        var term = exp(most * log(mean) - mean - BinomialTail.logFactorial(most))
        var sum = 0.0
        var at = most
        while at >= 0, term > sum * 1e-16 {
            sum += term
            term *= at / mean
            at -= 1
        }
        return min(1, sum)
    }

    static func probability(ofAtLeast count: Double, mean: Double) -> Double {
        guard mean > 0 else { return count > 0 ? 0 : 1 }
        guard count > mean, count.isFinite else { return 1 }
        var at = count.rounded()
        var term = exp(at * log(mean) - mean - BinomialTail.logFactorial(at))
        var sum = 0.0
        while term > sum * 1e-16 {
            sum += term
            at += 1
            term *= mean / at
        }
        return min(1, sum)
    }
}
