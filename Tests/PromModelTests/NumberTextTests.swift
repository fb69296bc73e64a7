import PromModel
import Randomness
import Testing

/// Numbers as text.
@Suite struct NumberTextTests {
    @Test(
        "Numbers are written as Go writes them",
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (-17, "-17"), (0.1, "0.1"), (1234567.25, "1234567.25"),
            (1e15, "1000000000000000"),
            (1e20, "100000000000000000000"), (1e21, "1e+21"), (1.5e300, "1.5e+300"), (0.000001, "0.000001"),
            (0.00000123, "0.00000123"), (1e-7, "1e-07"), (2.5e-10, "2.5e-10"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"),
            (.nan, "NaN"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
            (0.30000000000000004, "0.30000000000000004"),
        ] as [(Double, String)]
    )
    func formatted(value: Double, text: String) {
        #expect(NumberText.format(value) == text)
    }

    @Test(
        "Every finite number survives being written and read",
        arguments: [
            1.0, -2.5, 1e22, 1e23, .leastNonzeroMagnitude, 123456789.12345679, 0.1 + 0.2, 9_007_199_254_740_992,
            1.7976931348623157e308,
        ]
    )
    func roundTrip(value: Double) throws {
        #expect(try NumberText.parse(NumberText.format(value)) == value)
        #expect(try NumberText.parse(NumberText.formatPlain(value)) == value)
    }

    @Test("Decimals of all lengths are read to the last bit", arguments: 0..<10 as Range<UInt64>)
    func decimals(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func digits(_ counts: ClosedRange<Int>) -> String {
            let count = Int.random(in: counts, using: &random)
            return String((0..<count).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
        }
        for _ in 0..<5000 {
            var text = Bool.random(using: &random) ? "-" : ""
            text += digits(1...12)
            if Bool.random(using: &random) { text += "." + digits(0...12) }
            if Bool.random(using: &random) { text += "e\(Int.random(in: -45...45, using: &random))" }
            let exact = try #require(Double(text))
            #expect(try NumberText.parse(text).bitPattern == exact.bitPattern, "\(text)")
        }
    }

    @Test(
        "Halves between two doubles go to the even one",
        arguments: [
            ("9007199254740993", 9_007_199_254_740_992), ("9007199254740995", 9_007_199_254_740_996),
            ("9007199254740993.001", 9_007_199_254_740_994), ("0.50000000000000005551", 0.5),
            ("1.0000000000000001110", 1), ("1.0000000000000001111", 1.0000000000000002),
            ("9999999999999999999e27", 9.999999999999999999e45), ("1e-27", 1e-27), ("1e28", 1e28),
        ] as [(String, Double)]
    )
    func halves(text: String, value: Double) throws {
        #expect(try NumberText.parse(text) == value)
    }

    @Test(
        "Spellings that Go refuses are refused",
        arguments: ["", "+", ".", "1e", "0x1", "1_0", "-nan", "infin", "1f", " 1"]
    )
    func refused(text: String) {
        #expect(throws: NumberText.Failure.syntax) { try NumberText.parse(text) }
    }

    @Test("A number too large is out of range, one too small is zero")
    func range() throws {
        #expect(throws: NumberText.Failure.range) { try NumberText.parse("1e400") }
        #expect(try NumberText.parse("1e-400") == 0)
        #expect(try NumberText.parse("-iNfInItY") == -.infinity)
    }
}
