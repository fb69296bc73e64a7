import PromQL
import Testing

/// The order of names with numbers in them, and the hash by which series are sampled.
@Suite struct LabelOrderTests {
    @Test("Natural order: numbers as numbers, all else byte by byte")
    func natural() {
        let sorted = [
            "", "1", "01a", "2", "10", "a", "a1", "a1b", "a2", "a10", "a10b2", "a10b10", "a99999999999999999999998",
            "a99999999999999999999999", "a100000000000000000000000", "b", "é",
        ]
        for (index, one) in sorted.enumerated() {
            #expect(!NaturalOrder.precedes(one, one))
            for other in sorted[(index + 1)...] {
                #expect(NaturalOrder.precedes(one, other), "\(one) before \(other)")
                #expect(!NaturalOrder.precedes(other, one), "\(other) after \(one)")
            }
        }
        #expect(NaturalOrder.precedes("a01", "a1") != NaturalOrder.precedes("a1", "a01"))
    }

    @Test(
        "The hash is xxHash64",
        arguments: [
            ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
            ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
        ] as [(String, UInt64)]
    )
    func hash(text: String, expected: UInt64) {
        #expect(LabelHash.hash(of: Array(text.utf8)) == expected)
    }

    @Test("A ratio takes about its share, the same series whatever else there is")
    func ratio() throws {
        var series: [String: [Double?]] = [:]
        for index in 0..<1000 {
            series["m{i=\"\(index)\"}"] = [1]
        }
        let store = try Fixture.store(series)
        let third = Set(try Fixture.ask("limit_ratio(0.3, m)", at: 0, in: store).keys)
        #expect((240...360).contains(third.count))
        #expect(Set(try Fixture.ask("limit_ratio(0.6, m)", at: 0, in: store).keys).isSuperset(of: third))
        let rest = Set(try Fixture.ask("limit_ratio(-0.7, m)", at: 0, in: store).keys)
        #expect(rest.isDisjoint(with: third))
        #expect(rest.count + third.count == 1000)
    }
}
