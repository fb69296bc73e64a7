import ServiceKit
import Testing

@Suite("Values of a second, kept as differences")
struct LoadOccurrencesTests {
    private static func values(_ occurrences: LoadOccurrences) -> [[UInt64]] {
        var result: [[UInt64]] = []
        occurrences.each { result.append([$0, UInt64($1)]) }
        return result
    }

    @Test(
        "What was taken is told again, to a sixteenth of a microsecond",
        arguments: [
            ([], []), ([[0, 3]], [[0, 3]]), ([[16, 1], [32, 2]], [[16, 1], [32, 2]]),
            ([[1_000_000, 1], [1_000_017, 1]], [[1_000_000, 1], [1_000_016, 1]]),
            ([[160, 5], [170, 0], [3_600_000_000_000, 4_000_000]], [[160, 5], [3_600_000_000_000, 4_000_000]]),
        ] as [([[UInt64]], [[UInt64]])]
    )
    func taken(pairs: [[UInt64]], told: [[UInt64]]) {
        #expect(Self.values(LoadOccurrences(pairs.map { (value: $0[0], count: $0[1]) })) == told)
    }

    @Test("Those of another loop begin anew")
    func added() {
        var one = LoadOccurrences([(value: 160, count: 1), (value: 320, count: 2)])
        one.add(LoadOccurrences([(value: 0, count: 4), (value: 160, count: 3)]))
        one.add(LoadOccurrences([] as [(value: UInt64, count: UInt64)]))
        one.add(LoadOccurrences([(value: 48, count: 7)]))
        #expect(Self.values(one) == [[160, 1], [320, 2], [0, 4], [160, 3], [48, 7]])
    }
}
