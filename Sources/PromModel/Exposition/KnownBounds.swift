/// Bounds of buckets and quantiles as label values, by their numbers.
///
/// Histograms of a page mostly have the same bounds, so that few have to be written out, and labels share them.
struct KnownBounds {
    /// How many are remembered, as a number of bits.
    private static let bits = 6

    private var known = Array(repeating: (number: UInt64(0), text: ""), count: 1 << Self.bits)

    /// The bound as the value of a label.
    mutating func text(of bound: Double) -> String {
        let number = bound.bitPattern
        // Digits of the golden ratio spread numbers that are alike.
        let place = Int((number &* 0x9e37_79b9_7f4a_7c15) >> UInt64(UInt64.bitWidth - Self.bits))
        if known[place].number != number || known[place].text.isEmpty {
            known[place] = (number, NumberText.normalizedBound(NumberText.format(bound)))
        }
        return known[place].text
    }
}
