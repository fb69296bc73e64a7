/// Bounds of buckets and quantiles as label values, by how they were written.
///
/// Histograms of a page mostly have the same bounds, so that few have to be put in their form, and labels share them.
struct BoundTexts {
    /// Where a bound was written in the page, and its form.
    private struct Bound {
        var written = 0..<0
        var text = ""
    }

    /// How many bounds are remembered, as a number of bits of their hashes.
    private static let hashBits = 6

    /// By hashes; none until the first bound is asked for.
    private var bounds: [Bound] = []

    /// The form of a bound that is written at some place of the page.
    mutating func text(of written: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        if bounds.isEmpty { bounds = Array(repeating: Bound(), count: 1 << Self.hashBits) }
        let place = Int(bytes.hash(written) >> UInt64(UInt64.bitWidth - Self.hashBits))
        let known = bounds[place].written
        if known.count != written.count || !bytes.hasText(of: known, at: written.lowerBound) {
            bounds[place] = Bound(written: written, text: NumberText.normalizedBound(bytes.text(written)))
        }
        return bounds[place].text
    }
}
