/// Numbers as whole ones over a power of ten.
struct Decimals {
    private(set) var places = 0
    /// The whole numbers; those that stand apart repeat the one before.
    private(set) var numbers: [Int64] = []
    /// Which of the numbers are no such fraction, ascending.
    private(set) var apart: [Int] = []

    /// Nil if too many of the numbers are no short decimal fractions.
    init?(_ values: [Double]) {
        // Counters count whole things.
        if let whole = Self.wholeNumbers(values) {
            numbers = whole
            return
        }
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

    /// The values as whole numbers; nil if any of them is none, or minus zero.
    private static func wholeNumbers(_ values: [Double]) -> [Int64]? {
        var areWhole = true
        let numbers = [Int64](unsafeUninitializedCapacity: values.count) { room, count in
            for index in values.indices {
                let value = values[index]
                // NaN is not below, and becomes a zero that differs.
                let number = abs(value) < 0x1p53 ? Int64(value) : 0
                areWhole = areWhole && Double(number).bitPattern == value.bitPattern
                room[index] = number
            }
            count = values.count
        }
        return areWhole ? numbers : nil
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
