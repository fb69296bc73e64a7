internal import Foundation
import Randomness

/// Something that has to take any bytes.
protocol FuzzTarget {
    /// Makes an input.
    func makeInput(_ random: inout SeededRandom) -> [UInt8]

    /// Tries an input out; what is wrong with what came of it, or nil.
    ///
    /// A trap ends the process: ``Watch`` says by which input.
    func finding(_ input: [UInt8]) -> String?
}

/// Tries inputs one after the other and says what was found.
struct FuzzRun {
    /// How much processor time an input may take.
    private static let limitNanoseconds: UInt64 = 100_000_000
    /// How much memory the process may come to, in KiB.
    private static let limitKibibytes = 512 * 1024

    let options: FuzzOptions
    let target: any FuzzTarget
    let note: InputNote

    /// The input of a number.
    func input(_ number: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: options.seed, input: number)
        return target.makeInput(&random)
    }

    /// Tries the inputs until they or the time are up, or something is found; whether nothing was.
    func run() -> Bool {
        let parent = getppid()
        let start = ContinuousClock.now
        var slowest: (nanoseconds: UInt64, number: UInt64) = (0, options.first)
        var number = options.first
        let end = options.first + options.inputs
        while number < end, start.duration(to: .now) < .seconds(options.seconds) {
            // Nobody is left to tell.
            if getppid() != parent { return false }
            let input = input(number)
            note.number = number + 1
            let before = FuzzRun.processorNanoseconds
            let finding = target.finding(input)
            let taken = FuzzRun.processorNanoseconds - before
            if taken > slowest.nanoseconds { slowest = (taken, number) }
            if let reason = finding ?? excess(taken) {
                report(number, reason)
                return false
            }
            number += 1
        }
        let seconds = Int(start.duration(to: .now).components.seconds)
        let place = FuzzRun.shown(input(slowest.number))
        print(
            """
            \(options.subject): \(number - options.first) inputs in \(seconds) s, seed \(options.seed); \
            slowest \(FuzzRun.milliseconds(slowest.nanoseconds)) ms (input \(slowest.number): \(place)); \
            peak memory \(FuzzRun.peakKibibytes / 1024) MiB; nothing found
            """
        )
        return true
    }

    /// Prints what is wrong with an input, and saves it.
    func report(_ number: UInt64, _ reason: String) {
        let input = input(number)
        let file = "promfuzz-\(options.subject)-\(options.seed)-\(number).input"
        let isSaved = FileManager.default.createFile(atPath: file, contents: Data(input))
        print(
            """
            \(options.subject): input \(number) of seed \(options.seed): \(reason)
              \(FuzzRun.shown(input))
              \(isSaved ? "saved as \(file)" : "could not be saved"); again: \
            promfuzz \(options.subject) --seed \(options.seed) --first \(number) --inputs 1\
            \(options.corpus.map { " --corpus \($0)" } ?? "")
            """
        )
    }

    private func excess(_ nanoseconds: UInt64) -> String? {
        if nanoseconds > FuzzRun.limitNanoseconds { return "took \(FuzzRun.milliseconds(nanoseconds)) ms" }
        let peak = FuzzRun.peakKibibytes
        return peak > FuzzRun.limitKibibytes ? "memory came to \(peak / 1024) MiB" : nil
    }

    private static func milliseconds(_ nanoseconds: UInt64) -> Double {
        Double(nanoseconds / 10_000) / 100
    }

    private static var processorNanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static var peakKibibytes: Int {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss / 1024
        #else
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss
        #endif
    }

    /// The beginning of an input, readable on any terminal.
    private static func shown(_ input: [UInt8]) -> String {
        let text = input.prefix(160).map { byte in
            0x20..<0x7F ~= byte ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
        }
        return text.joined() + (input.count > 160 ? "… (\(input.count) bytes)" : "")
    }
}
