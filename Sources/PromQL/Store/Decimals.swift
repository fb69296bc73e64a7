/// Numbers as whole ones over a power of ten.
struct Decimals {
    private(set) var places = 0
    /// The whole numbers; those that stand apart repeat the one before.
    private(set) var numbers: [Int64] = []
    /// Which of the numbers are no such fraction, ascending.
    private(set) var apart: [Int] = []

    /// Nil if too many of the numbers are no short decimal fractions.
    init?(_ values: [Double]) {
        for (index, value) in values.enumerated() {
            guard let needed = (places...ValueCode.maximumPlaces).first(where: { Self.number(value, $0) != nil }) else {
                apart.append(index)
                if apart.count > ValueCode.maximumApart { return nil }
                continue
            }
            places = needed
        }
        apart = []
        let places = places
        let first = values.lazy.compactMap { Self.number($0, places) }.first ?? 0
        numbers.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            if let number = Self.number(value, places) {
                numbers.append(number)
            } else {
                apart.append(index)
                if apart.count > ValueCode.maximumApart { return nil }
                numbers.append(numbers.last ?? first)
            }
        }
    }

    /// The whole number that gives a value back, to the last bit; nil if there is none.
    private static func number(_ value: Double, _ places: Int) -> Int64? {
        let scale = ValueCode.powersOfTen[places]
        let scaled = (value * scale).rounded(.toNearestOrEven)
        guard abs(scaled) < 0x1p53 else { return nil }
        let number = Int64(scaled)
        return (Double(number) / scale).bitPattern == value.bitPattern ? number : nil
    }
}
