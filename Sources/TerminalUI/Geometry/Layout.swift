extension Rect {
    /// How much of a rectangle one of its parts takes.
    package enum Part: Hashable, Sendable {
        /// So many rows or columns.
        case fixed(Int)
        /// A share by weight of what the fixed parts leave, within bounds; with weight 0 just the least.
        case share(Int = 1, min: Int = 0, max: Int = .max)

        /// The bounds of the part's size, kept far from overflow.
        var bounds: ClosedRange<Int> {
            switch self {
            case .fixed(let size): clamp(size)...clamp(size)
            case .share(_, let least, let most): clamp(least)...Swift.max(clamp(least), clamp(most))
            }
        }

        var weight: Int {
            guard case .share(let weight, _, _) = self else { return 0 }
            return clamp(weight)
        }

        private func clamp(_ number: Int) -> Int { Swift.min(Swift.max(number, 0), 1 << 20) }
    }

    /// Cuts the rectangle into parts one below another.
    ///
    /// The result has an element for each part. With too little room the first parts get theirs and the later ones
    /// are empty.
    package func rows(_ parts: [Part]) -> [Rect] {
        var rest = self
        return Rect.sizes(of: parts, in: height)
            .map { size in
                let (top, below) = rest.splitTop(size)
                rest = below
                return top
            }
    }

    /// Cuts the rectangle into parts side by side, as `rows(_:)` does one below another.
    package func columns(_ parts: [Part]) -> [Rect] {
        var rest = self
        return Rect.sizes(of: parts, in: width)
            .map { size in
                let (left, right) = rest.splitLeft(size)
                rest = right
                return left
            }
    }

    /// The sizes of parts that together take at most `total`.
    static func sizes(of parts: [Part], in total: Int) -> [Int] {
        var sizes = parts.map(\.bounds.lowerBound)
        var free = total
        guard sizes.reduce(0, +) <= total else {
            return sizes.map { size in
                let given = min(size, free)
                free -= given
                return given
            }
        }
        var open = parts.indices.filter { parts[$0].weight > 0 }
        free -= parts.indices.reduce(0) { parts[$1].weight > 0 ? $0 : $0 + sizes[$1] }
        while !open.isEmpty {
            let weights = open.reduce(0) { $0 + parts[$1].weight }
            for index in open { sizes[index] = free * parts[index].weight / weights }
            let tooSmall = open.filter { sizes[$0] < parts[$0].bounds.lowerBound }
            let tooLarge = open.filter { sizes[$0] > parts[$0].bounds.upperBound }
            guard !tooSmall.isEmpty || !tooLarge.isEmpty else { break }
            // Whichever weighs more is settled at its bound, and the others share anew what that leaves them.
            let lack = tooSmall.reduce(0) { $0 + parts[$1].bounds.lowerBound - sizes[$1] }
            let excess = tooLarge.reduce(0) { $0 + sizes[$1] - parts[$1].bounds.upperBound }
            let settled = lack >= excess ? tooSmall : tooLarge
            for index in settled {
                sizes[index] = lack >= excess ? parts[index].bounds.lowerBound : parts[index].bounds.upperBound
                free -= sizes[index]
            }
            open.removeAll { settled.contains($0) }
        }
        // What division left over goes to the first parts that may still grow.
        var left = total - sizes.reduce(0, +)
        while left > 0 {
            let growing = parts.indices
                .filter { parts[$0].weight > 0 && sizes[$0] < parts[$0].bounds.upperBound }
                .prefix(left)
            guard !growing.isEmpty else { break }
            for index in growing { sizes[index] += 1 }
            left -= growing.count
        }
        return sizes
    }
}
