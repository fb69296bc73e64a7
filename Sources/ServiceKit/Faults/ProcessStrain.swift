import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Burns processor time, and loses memory and descriptors, as far as it is told; gives back what is no longer wanted.
final class ProcessStrain: Sendable {
    /// What is lost now.
    struct Lost: Sendable, Equatable {
        var bytes = 0
        var descriptors = 0
        var cores = 0.0
    }

    private struct State {
        var pieces: [UnsafeMutableRawPointer] = []
        var descriptors: [Int32] = []
        var cores = 0.0
        var burning: Set<Int> = []
    }

    /// Memory is lost a piece at a time.
    private static let piece = 262_144
    /// A burning thread works for its part of each of these, so that it ends as soon.
    private static let beat = Duration.milliseconds(20)
    private let state = Mutex(State())

    /// What is lost now.
    var lost: Lost {
        state.withLock { Lost(bytes: $0.pieces.count * Self.piece, descriptors: $0.descriptors.count, cores: $0.cores) }
    }

    /// Goes as far as is wanted.
    func follow(_ strain: FaultStrain) {
        let fresh = state.withLock { state in
            Self.lose(strain.bytes / Self.piece, &state)
            Self.open(strain.descriptors, &state)
            state.cores = strain.cores
            let fresh = (0..<Int(strain.cores.rounded(.up))).filter { !state.burning.contains($0) }
            state.burning.formUnion(fresh)
            return fresh
        }
        for number in fresh {
            DispatchQueue(label: "burning \(number)").async { @Sendable in
                while let part = self.part(of: number) { Self.burn(part) }
            }
        }
    }

    /// The part of the time for which a thread burns; nil where it is to end.
    private func part(of number: Int) -> Double? {
        state.withLock { state in
            let part = min(1, state.cores - Double(number))
            if part <= 0 { state.burning.remove(number) }
            return part > 0 ? part : nil
        }
    }

    private static func burn(_ part: Double) {
        let start = ContinuousClock.now
        while ContinuousClock.now < start + beat * part {}
        let rest = (start + beat - .now) / .microseconds(1)
        if rest > 0 { usleep(useconds_t(rest)) }
    }

    private static func lose(_ wanted: Int, _ state: inout State) {
        while state.pieces.count < wanted {
            let flags = MAP_PRIVATE | Int32(MAP_ANON)
            guard let memory = mmap(nil, piece, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
                return
            }
            // Touched, so that it is really taken.
            memset(memory, 1, piece)
            state.pieces.append(memory)
        }
        while state.pieces.count > wanted { munmap(state.pieces.removeLast(), piece) }
    }

    private static func open(_ wanted: Int, _ state: inout State) {
        while state.descriptors.count < wanted {
            let descriptor = dup(STDERR_FILENO)
            guard descriptor >= 0 else { return }
            state.descriptors.append(descriptor)
        }
        while state.descriptors.count > wanted { close(state.descriptors.removeLast()) }
    }
}
