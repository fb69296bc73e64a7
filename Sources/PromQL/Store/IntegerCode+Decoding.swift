extension IntegerCode {
    /// Reads as many signed differences as there are places behind the first.
    func readAll(from reader: inout BitReader, behindFirstOf numbers: UnsafeMutableBufferPointer<Int64>) {
        if isWide {
            readAll(from: &reader, behindFirstOf: numbers, isWide: true)
        } else if lowBits > 0 {
            readAll(from: &reader, behindFirstOf: numbers, isWide: false)
        } else {
            readOnes(from: &reader, behindFirstOf: numbers)
        }
    }

    /// Reads differences; `isWide` is known when this is compiled.
    ///
    /// What is seen of the bits is kept from one to the next, as far as it goes: looking anew takes longer than all else.
    @inline(__always)
    private func readAll(
        from start: inout BitReader,
        behindFirstOf numbers: UnsafeMutableBufferPointer<Int64>,
        isWide: Bool
    ) {
        var reader = start
        var (window, left) = (reader.window, reader.windowBits)
        let doubled = isWide ? 1 : 0
        let rest = lowBits &+ 1
        for index in 1..<numbers.count {
            var ones = (~window).leadingZeroBitCount
            var total = ones &<< doubled &+ rest
            if total > left || ones >= Self.escape {
                (window, left) = (reader.window, reader.windowBits)
                ones = (~window).leadingZeroBitCount
                total = ones &<< doubled &+ rest
                guard ones < Self.escape, total <= 56 else {
                    numbers[index] = ZigZag.decode(readLong(from: &reader))
                    (window, left) = (reader.window, reader.windowBits)
                    continue
                }
            }
            let high: UInt64 = isWide ? (1 &<< UInt64(ones)) &- 1 : UInt64(ones)
            // Two shifts, as one by all of the bits would be none.
            let low = ((window &<< UInt64(ones &+ 1)) &>> 1) &>> UInt64(64 &+ ones &- total)
            numbers[index] = ZigZag.decode((high &<< UInt64(lowBits)) &+ low)
            window &<<= UInt64(total)
            left &-= total
            reader.skip(bits: total)
        }
        start = reader
    }

    /// Reads differences that are nothing but ones up to a zero: most of what rarely changes.
    ///
    /// All zeros that are seen at once end a difference each, and finding one does not wait for the one before.
    private func readOnes(from reader: inout BitReader, behindFirstOf numbers: UnsafeMutableBufferPointer<Int64>) {
        var index = 1
        while index < numbers.count {
            // The first bit is the lowest here.
            var zeros = reversed(~reader.window)
            if reader.windowBits < 64 { zeros &= (1 &<< UInt64(reader.windowBits)) &- 1 }
            var seen = 0
            while zeros != 0, index < numbers.count {
                let end = zeros.trailingZeroBitCount
                let ones = end &- seen
                if ones >= Self.escape { break }
                numbers[index] = ZigZag.decode(UInt64(truncatingIfNeeded: ones))
                zeros &= zeros &- 1
                seen = end &+ 1
                index &+= 1
            }
            reader.skip(bits: seen)
            if seen == 0 {
                numbers[index] = ZigZag.decode(readLong(from: &reader))
                index += 1
            }
        }
    }

    /// The bits the other way round.
    private func reversed(_ word: UInt64) -> UInt64 {
        var word = word.byteSwapped
        word = (word &>> 4) & 0x0f0f_0f0f_0f0f_0f0f | (word & 0x0f0f_0f0f_0f0f_0f0f) &<< 4
        word = (word &>> 2) & 0x3333_3333_3333_3333 | (word & 0x3333_3333_3333_3333) &<< 2
        return (word &>> 1) & 0x5555_5555_5555_5555 | (word & 0x5555_5555_5555_5555) &<< 1
    }

    /// Reads a difference that may not fit into what is seen at once.
    private func readLong(from reader: inout BitReader) -> UInt64 {
        let ones = reader.readOnes(atMost: Self.escape)
        guard ones < Self.escape else {
            let length = Int(reader.read(bits: 6)) + 1
            return reader.read(bits: length)
        }
        var high = UInt64(ones)
        if isWide { high = (1 << high | reader.read(bits: ones)) &- 1 }
        return high << UInt64(lowBits) | reader.read(bits: lowBits)
    }
}
