/// Eight numbers in one piece, since charts go over thousands of points; minus infinity where there is none.
///
/// In pairs: what is aligned to more than sixteen bytes, as a vector of eight is, is not kept whole across an `await` by
/// optimized builds.
struct SignalValues: Sendable, Equatable, Codable {
    private static let none = SIMD2<Double>(repeating: -.infinity)
    private var first = none
    private var second = none
    private var third = none
    private var fourth = none

    /// The number at a place from 0 to 7.
    subscript(place: Int) -> Double {
        get {
            switch place >> 1 {
            case 0: first[place & 1]
            case 1: second[place & 1]
            case 2: third[place & 1]
            default: fourth[place & 1]
            }
        }
        set {
            switch place >> 1 {
            case 0: first[place & 1] = newValue
            case 1: second[place & 1] = newValue
            case 2: third[place & 1] = newValue
            default: fourth[place & 1] = newValue
            }
        }
    }
}
