extension RegexProgram {
    /// A way through the expression that is still open.
    private struct Thread {
        var instruction: Int
        var positions: [Int]
    }

    /// Matches a whole text.
    ///
    /// - Returns: For each group the range of scalars it matched, nil for a group that took no part; nil altogether
    ///   if the text does not match.
    func match(_ text: [UInt32], capturing: Bool) -> [Range<Int>?]? {
        let unset = capturing ? [Int](repeating: -1, count: groupCount * 2) : []
        var seen = [Int](repeating: -1, count: instructions.count)
        var threads: [Thread] = []
        follow(Thread(instruction: 0, positions: unset), at: 0, in: text, seen: &seen, into: &threads)
        for position in text.indices {
            if threads.isEmpty { return nil }
            var next: [Thread] = []
            next.reserveCapacity(threads.count)
            for var thread in threads {
                switch instructions[thread.instruction] {
                case .scalar(let expected) where expected == text[position]: break
                case .set(let set) where set.contains(text[position]): break
                default: continue
                }
                thread.instruction += 1
                follow(thread, at: position + 1, in: text, seen: &seen, into: &next)
            }
            threads = next
        }
        for thread in threads {
            guard case .match = instructions[thread.instruction] else { continue }
            return ranges(thread.positions, count: text.count, capturing: capturing)
        }
        return nil
    }

    private func ranges(_ positions: [Int], count: Int, capturing: Bool) -> [Range<Int>?] {
        guard capturing else { return [0..<count] }
        var result: [Range<Int>?] = [0..<count]
        for group in 1..<max(groupCount, 1) {
            let start = positions[group * 2]
            let end = positions[group * 2 + 1]
            result.append(start >= 0 && end >= start ? start..<end : nil)
        }
        return result
    }

    /// Follows jumps, splits and assertions from a thread to where it next needs a scalar.
    ///
    /// Works on a list instead of recursing, since an expression can be thousands of splits deep.
    private func follow(
        _ start: Thread,
        at position: Int,
        in text: [UInt32],
        seen: inout [Int],
        into threads: inout [Thread]
    ) {
        var pending = [start]
        while var thread = pending.popLast() {
            guard seen[thread.instruction] != position else { continue }
            seen[thread.instruction] = position
            switch instructions[thread.instruction] {
            case .jump(let target):
                thread.instruction = target
                pending.append(thread)
            case .split(let preferred, let other):
                pending.append(Thread(instruction: other, positions: thread.positions))
                thread.instruction = preferred
                pending.append(thread)
            case .save(let slot):
                if slot < thread.positions.count { thread.positions[slot] = position }
                thread.instruction += 1
                pending.append(thread)
            case .assert(let assertion):
                guard RegexProgram.holds(assertion, at: position, in: text) else { continue }
                thread.instruction += 1
                pending.append(thread)
            case .scalar, .set, .match:
                threads.append(thread)
            }
        }
    }

    private static func holds(_ assertion: RegexAssertion, at position: Int, in text: [UInt32]) -> Bool {
        let isWordBefore = position > 0 && ScalarSet.words.contains(text[position - 1])
        let isWordAfter = position < text.count && ScalarSet.words.contains(text[position])
        return switch assertion {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lineStart: position == 0 || text[position - 1] == 0x0a
        case .lineEnd: position == text.count || text[position] == 0x0a
        case .wordBoundary: isWordBefore != isWordAfter
        case .notWordBoundary: isWordBefore == isWordAfter
        }
    }
}
