/// The value that says "this series has ended here".
///
/// It is one particular NaN among many: only its bits tell it from an ordinary NaN, `isNaN` does not.
package enum StaleMarker {
    /// The bit pattern of the marker.
    package static let bits: UInt64 = 0x7ff0_0000_0000_0002

    /// The bit pattern that every other NaN is turned into when it is read.
    package static let ordinaryNaNBits: UInt64 = 0x7ff8_0000_0000_0001

    /// The marker as a sample value.
    package static var value: Double { Double(bitPattern: bits) }

    /// An ordinary NaN, never mistaken for a marker.
    package static var ordinaryNaN: Double { Double(bitPattern: ordinaryNaNBits) }

    /// Whether a value is the marker.
    package static func isMarker(_ value: Double) -> Bool {
        value.bitPattern == bits
    }
}
