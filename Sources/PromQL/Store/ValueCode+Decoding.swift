extension ValueCode {
    /// Appends the numbers that were written; false if the bytes are none that were.
    static func decode(_ bytes: [UInt8], count: Int, into values: inout [Double]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = BitReader(buffer)
            let kind = reader.read(bits: 8)
            switch ValueCode(rawValue: UInt8(truncatingIfNeeded: kind >> 4)) {
            case .decimal: return decimals(reader, places: Int(kind & 0xf), count: count, into: &values)
            case .difference: return differences(reader, count: count, into: &values)
            case .pattern: return patterns(reader, count: count, into: &values)
            case nil: return false
            }
        }
    }

    private static func decimals(
        _ start: BitReader,
        places: Int,
        count: Int,
        into values: inout [Double]
    ) -> Bool {
        var apart = start
        var apartCount = Int(apart.read(bits: 8))
        var main = apart
        main.skip(bits: apartCount * 72)
        var decoder = IntegerDecoder(main)
        let scale = powersOfTen[places]
        var nextApart = apartCount > 0 ? Int(apart.read(bits: 8)) : -1
        for index in 0..<count {
            let number = decoder.next()
            if index == nextApart {
                values.append(Double(bitPattern: apart.read(bits: 64)))
                apartCount -= 1
                nextApart = apartCount > 0 ? Int(apart.read(bits: 8)) : -1
            } else {
                values.append(places == 0 ? Double(number) : Double(number) / scale)
            }
        }
        return !decoder.reader.isOverrun && !apart.isOverrun
    }

    private static func patterns(_ start: BitReader, count: Int, into values: inout [Double]) -> Bool {
        var decoder = IntegerDecoder(start)
        for _ in 0..<count {
            values.append(Double(bitPattern: UInt64(bitPattern: decoder.next())))
        }
        return !decoder.reader.isOverrun
    }

    private static func differences(_ start: BitReader, count: Int, into values: inout [Double]) -> Bool {
        var reader = start
        var pattern = reader.read(bits: 64)
        var window = (leading: 0, length: 0)
        values.append(Double(bitPattern: pattern))
        for _ in 1..<max(1, count) {
            switch reader.readOnes(atMost: 2) {
            case 0:
                break
            case 1:
                guard window.length > 0 else { return false }
                let bits = reader.read(bits: window.length)
                pattern ^= bits << UInt64(64 - window.leading - window.length)
            default:
                window = (Int(reader.read(bits: 5)), Int(reader.read(bits: 6)) + 1)
                guard window.leading + window.length <= 64 else { return false }
                let bits = reader.read(bits: window.length)
                pattern ^= bits << UInt64(64 - window.leading - window.length)
            }
            values.append(Double(bitPattern: pattern))
        }
        return !reader.isOverrun
    }
}
