extension ValueCode {
    /// Appends as many numbers as the room takes bit patterns; nothing and false if the bytes are none that were
    /// written.
    static func decode(
        _ bytes: [UInt8],
        using room: UnsafeMutableBufferPointer<Int64>,
        into values: inout [Double]
    ) -> Bool {
        guard decode(bytes, into: room) else { return false }
        room.withMemoryRebound(to: Double.self) { values.append(contentsOf: $0) }
        return true
    }

    /// Reads as many numbers as there is room for, which need not be initialized; false if the bytes are none that were
    /// written, and the room holds anything.
    static func decode(_ bytes: [UInt8], into room: UnsafeMutableBufferPointer<Double>) -> Bool {
        room.withMemoryRebound(to: Int64.self) { decode(bytes, into: $0) }
    }

    /// Reads bit patterns.
    private static func decode(_ bytes: [UInt8], into room: UnsafeMutableBufferPointer<Int64>) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = BitReader(buffer)
            let kind = reader.read(bits: 8)
            let places = Int(kind & 0xf)
            switch ValueCode(rawValue: UInt8(truncatingIfNeeded: kind >> 4)) {
            case .decimal: decimals(&reader, places: places, into: room)
            case .nearDecimal: nearDecimals(&reader, places: places, into: room)
            case .difference: if !differences(&reader, into: room) { return false }
            case .pattern: IntegerDecoder(&reader).decode(from: &reader, into: room)
            case nil: return false
            }
            return !reader.isOverrun
        }
    }

    private static func decimals(
        _ reader: inout BitReader,
        places: Int,
        into room: UnsafeMutableBufferPointer<Int64>
    ) {
        let apartCount = Int(reader.read(bits: 8))
        var apart = reader
        reader.skip(bits: apartCount * 72)
        IntegerDecoder(&reader).decode(from: &reader, into: room)
        toFractions(room, places: places)
        for _ in 0..<apartCount {
            let index = Int(apart.read(bits: 8))
            let pattern = apart.read(bits: 64)
            if index < room.count { room[index] = Int64(bitPattern: pattern) }
        }
    }

    private static func nearDecimals(
        _ reader: inout BitReader,
        places: Int,
        into room: UnsafeMutableBufferPointer<Int64>
    ) {
        IntegerDecoder(&reader).decode(from: &reader, into: room)
        toFractions(room, places: places)
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: room.count) { corrections in
            IntegerDecoder(&reader).decode(from: &reader, into: corrections)
            for index in room.indices {
                room[index] &+= corrections[index]
            }
        }
    }

    /// Turns whole numbers into the bit patterns of fractions.
    private static func toFractions(_ room: UnsafeMutableBufferPointer<Int64>, places: Int) {
        let scale = powersOfTen[places]
        for index in room.indices {
            let number = Double(room[index])
            room[index] = Int64(bitPattern: (places == 0 ? number : number / scale).bitPattern)
        }
    }

    private static func differences(_ reader: inout BitReader, into room: UnsafeMutableBufferPointer<Int64>) -> Bool {
        var pattern = reader.read(bits: 64)
        var window = (leading: 0, length: 0)
        for index in room.indices {
            if index > 0 {
                let ones = reader.readOnes(atMost: 2)
                if ones == 2 { window = (Int(reader.read(bits: 5)), Int(reader.read(bits: 6)) + 1) }
                if ones > 0 {
                    guard window.length > 0, window.leading + window.length <= 64 else { return false }
                    let bits = reader.read(bits: window.length)
                    pattern ^= bits << UInt64(64 - window.leading - window.length)
                }
            }
            room[index] = Int64(bitPattern: pattern)
        }
        return true
    }
}
