import Diagnosis
import Testing

@Suite("Exact test of a share")
struct BinomialTailTests {
    // Reference values from scipy 1.11: binom.sf(k - 1, n, p).
    @Test(
        "Probabilities are those of the binomial distribution",
        arguments: [
            (5, 20, 0.01, 1.3678e-6), (3, 5, 0.01, 9.8506e-6), (18, 18, 0.01, 1e-36), (1, 400, 0.001, 0.32981),
            (30, 1000, 0.01, 2.06e-7), (10_400, 1_000_000, 0.01, 3.2936e-5), (7, 10, 0.5, 0.171875), (0, 10, 0.5, 1),
            (5, 10, 0, 0), (5, 10, 1, 1),
        ] as [(Double, Double, Double, Double)]
    )
    func values(k: Double, n: Double, share: Double, expected: Double) {
        let found = BinomialTail.probability(of: k, orMoreAmong: n, share: share)
        #expect(abs(found - expected) <= 0.02 * expected, "\(found)")
    }

    @Test("Anything is an answer, never a trap")
    func anything() {
        for k in [-1, 0, 1e18, .nan, .infinity] as [Double] {
            for n in [-5, 0, 3, 1e18, .nan, .infinity] as [Double] {
                for share in [-1, 0, 0.5, 1, 2, .nan] as [Double] {
                    let found = BinomialTail.probability(of: k, orMoreAmong: n, share: share)
                    #expect(found >= 0 && found <= 1)
                }
            }
        }
    }
}
