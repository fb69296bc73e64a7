/// Numbers of lines by hashes: a table with open addressing.
///
/// Looking up takes a bounded number of steps whatever the hashes. Where they are chosen to collide, some lines are not
/// found, and cost no more than being read anew.
struct LineIndex: Sendable {
    /// A line's number and hash; the hash alone decides where it stands.
    private struct Place {
        var hash: UInt32
        /// The line's number plus one; zero is free.
        var line: UInt32 = 0
    }

    /// How many places are tried for a hash.
    private static let steps = 16

    /// As many as a power of two, or none.
    private var places: [Place] = []
    private var count = 0

    /// Adds a line; several may have the same hash.
    mutating func insert(_ number: Int, hash: UInt64) {
        if count >= places.count / 2 {
            let old = places
            places = Array(repeating: Place(hash: 0), count: max(64, old.count * 2))
            for place in old where place.line != 0 { put(place) }
        }
        put(Place(hash: UInt32(hash >> 32), line: UInt32(number + 1)))
        count += 1
    }

    /// The next line with a hash, going on from a step that is zero at first; nil if there is none any more.
    func line(withHash hash: UInt64, step: inout Int) -> Int? {
        guard !places.isEmpty else { return nil }
        let hash = UInt32(hash >> 32)
        while step < Self.steps {
            let place = places[(Int(hash) + step) & (places.count - 1)]
            if place.line == 0 { return nil }
            step += 1
            if place.hash == hash { return Int(place.line) - 1 }
        }
        return nil
    }

    private mutating func put(_ place: Place) {
        for step in 0..<Self.steps {
            let index = (Int(place.hash) + step) & (places.count - 1)
            if places[index].line == 0 {
                places[index] = place
                return
            }
        }
    }
}
