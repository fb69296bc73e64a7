/// Which letters are one but for their case, as RE2 and Go take them: Unicode's simple case folding.
///
/// A letter is one with those that its cases lead to where these are single scalars. Source: Unicode 15, CaseFolding.txt,
/// status C and S, found again by the mappings of each scalar.
enum CaseFolding {
    /// The other cases of all letters in a range; letters of the range itself may be among them.
    static func partners(of range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        var found: [ClosedRange<UInt32>] = []
        for letter in asciiLetters where range.contains(letter) {
            found += asciiPartners(of: letter).map { $0...$0 }
        }
        guard range.upperBound > 0x7f else { return found }
        let orbits = orbits
        let first = place(of: max(range.lowerBound, 0x80), in: orbits)
        for entry in orbits[first...].prefix(while: { $0.scalar <= range.upperBound }) {
            found += entry.partners.map { $0...$0 }
        }
        return found
    }

    private static let asciiLetters = Array(UInt32(0x41)...0x5a) + Array(UInt32(0x61)...0x7a)

    private static func asciiPartners(of letter: UInt32) -> [UInt32] {
        switch letter | 0x20 {
        // The sign of kelvin, and the long s.
        case 0x6b: [letter ^ 0x20, 0x212a]
        case 0x73: [letter ^ 0x20, 0x17f]
        default: [letter ^ 0x20]
        }
    }

    /// The first place whose letter is not before another one.
    private static func place(of scalar: UInt32, in orbits: [Orbit]) -> Int {
        var (low, high) = (0, orbits.count)
        while low < high {
            let middle = (low + high) / 2
            if orbits[middle].scalar >= scalar { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private struct Orbit: Sendable {
        let scalar: UInt32
        let partners: [UInt32]
    }

    /// All letters beyond ASCII that have other cases, in order: looked for once, where somebody asks for one.
    private static let orbits: [Orbit] = {
        var roots: [UInt32: UInt32] = [:]
        func root(_ scalar: UInt32) -> UInt32 {
            var scalar = scalar
            while let next = roots[scalar], next != scalar { scalar = next }
            return scalar
        }
        // No letter with cases is beyond.
        for value in UInt32(0)...0x1ffff {
            // The dotless i becomes an I, but nothing becomes it.
            guard value != 0x131, let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped else {
                continue
            }
            let properties = scalar.properties
            for mapping in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
                guard mapping.unicodeScalars.count == 1, let other = mapping.unicodeScalars.first?.value else {
                    continue
                }
                (roots[root(value)], roots[root(other)]) = (root(value), root(value))
            }
        }
        let members = Dictionary(grouping: roots.keys, by: root)
        return roots.keys.filter { $0 > 0x7f }.sorted().map { scalar in
            Orbit(scalar: scalar, partners: (members[root(scalar)] ?? []).filter { $0 != scalar }.sorted())
        }
    }()
}
