internal import Foundation

/// Where the process that tries inputs notes which one it is at, so that it is known if that one ends it.
///
/// The file is mapped into memory: what is written there stays however the process ends, and costs no system call.
struct InputNote {
    private let place: UnsafeMutableRawPointer

    /// Maps a file, which has to hold the eight bytes of a number; nil if that is not possible.
    init?(mapping path: String) {
        let descriptor = open(path, O_RDWR)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let size = MemoryLayout<UInt64>.size
        guard let place = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), place != MAP_FAILED else {
            return nil
        }
        self.place = place
    }

    /// Makes a file for a note, without any input yet.
    static func create(at url: URL) throws {
        try Data(count: MemoryLayout<UInt64>.size).write(to: url)
    }

    /// The number of the input, plus one; zero before the first.
    var number: UInt64 {
        get { place.load(as: UInt64.self) }
        nonmutating set { place.storeBytes(of: newValue, as: UInt64.self) }
    }
}
