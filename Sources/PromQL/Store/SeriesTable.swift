internal import PromModel

/// The series of a store, each at a place that its id names.
///
/// A place that becomes free is taken again under another id, so that who kept the old one learns that its series is
/// gone. Finding a series takes one look: a scrape does so for each of its samples.
struct SeriesTable: Sendable {
    private static let placeMask = 0xffff_ffff

    private var places: [StoredSeries] = []
    private var free: [Int] = []

    var count: Int { places.count - free.count }
    var isEmpty: Bool { count == 0 }

    /// Where a series stands; nil if it is gone.
    func place(of id: Int) -> Int? {
        let place = Self.place(in: id)
        return place < places.count && places[place].id == id ? place : nil
    }

    /// The series at a place, which has to be that of one.
    subscript(place: Int) -> StoredSeries {
        _read { yield places[place] }
        _modify { yield &places[place] }
    }

    /// The place that an id names, whose series may be another one by now.
    static func place(in id: Int) -> Int { id & placeMask }

    /// Changes series where they stand; places that are free have no id.
    mutating func withPlaces<Result>(_ body: (UnsafeMutableBufferPointer<StoredSeries>) -> Result) -> Result {
        places.withUnsafeMutableBufferPointer { body($0) }
    }

    /// The places of all series.
    var indices: [Int] { places.indices.filter { places[$0].id >= 0 } }

    /// Adds an empty series, and names it; `group` says of a place with which others it seals its blocks.
    mutating func insert(_ labels: Labels, group: (_ place: Int) -> Int) -> Int {
        guard let place = free.popLast() else {
            let id = places.count
            places.append(StoredSeries(id: id, labels: labels, group: group(id)))
            return id
        }
        // The next id of the place: a free one keeps the complement of its last.
        let id = (~places[place].id &+ (Self.placeMask + 1)) & .max
        places[place] = StoredSeries(id: id, labels: labels, group: group(place))
        return id
    }

    /// Removes the series at a place.
    mutating func remove(at place: Int) {
        places[place] = StoredSeries(id: ~places[place].id, labels: Labels())
        free.append(place)
    }
}
