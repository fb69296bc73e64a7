internal import Foundation
internal import PromModel
import Randomness

/// Times reading one page.
enum ParseBench {
    private static let seed: UInt64 = 20_261_121
    private static let orders = 8
    /// How many bytes are read in each round, about.
    private static let bytesPerRound = 80_000_000

    static func run(page: [UInt8]) {
        let read = ExpositionParser.parse(page, format: .text)
        print("page: bytes=\(page.count) samples=\(read.samples.count)")
        var random = SeededRandom(seed: seed)
        report("known", page, [page, changed(page)])
        report("shuffled", page, (0..<orders).map { _ in shuffled(page, &random) })
        reportFirst("first", page, .text)
        reportFirst("protobuf", ProtobufText.encode(read), .protobuf)
        reportScan(page)
    }

    /// A page of several megabytes, in any order.
    static func runLarge(page: [UInt8]) {
        var random = SeededRandom(seed: seed)
        report("large", page, (0..<2).map { _ in shuffled(page, &random) })
    }

    private static func repetitions(of page: [UInt8]) -> Int { max(2, bytesPerRound / max(page.count, 1)) }

    /// Reads a page again and again, with a cache that knows it from the first time.
    static func repeatKnown(_ page: [UInt8], count: Int) {
        var cache = ExpositionCache()
        let pages = [page, changed(page)]
        var sum = 0
        for number in 0..<count { sum += cache.parse(pages[number % 2], format: .text).scrapedCount }
        print("scrapes: samples=\(sum)")
    }

    private static func report(_ name: String, _ page: [UInt8], _ pages: [[UInt8]]) {
        var cache = ExpositionCache()
        for page in pages { check(cache.parse(page, format: .text)) }
        let repetitions = repetitions(of: page)
        let seconds = ProcessorTime.median {
            ProcessorTime.seconds {
                for number in 0..<repetitions { check(cache.parse(pages[number % pages.count], format: .text)) }
            }
        }
        print("\(name): bytes_per_second=\(Int(Double(page.count * repetitions) / seconds))")
    }

    /// What is thrown away between two pages is no part of reading a page for the first time.
    private static func reportFirst(_ name: String, _ page: [UInt8], _ format: ExpositionFormat) {
        let repetitions = repetitions(of: page)
        var samples = 0
        let seconds = ProcessorTime.median {
            samples = 0
            return (0..<repetitions).reduce(0) { sum, _ in
                var cache = ExpositionCache()
                var read = Exposition()
                let seconds = ProcessorTime.seconds { read = cache.parse(page, format: format) }
                check(read)
                samples += read.sampleCount
                return sum + seconds
            }
        }
        let bytes = Double(page.count * repetitions)
        print("\(name): bytes_per_second=\(Int(bytes / seconds)) samples_per_second=\(Int(Double(samples) / seconds))")
    }

    /// Only finds the ends of lines, by the C library.
    private static func reportScan(_ page: [UInt8]) {
        let repetitions = repetitions(of: page)
        let seconds = ProcessorTime.median {
            ProcessorTime.seconds {
                for _ in 0..<repetitions where lines(page) == 0 { ExpositionBench.fail("no lines\n") }
            }
        }
        print("scan: bytes_per_second=\(Int(Double(page.count * repetitions) / seconds))")
    }

    private static func lines(_ page: [UInt8]) -> Int {
        page.withUnsafeBytes { bytes in
            var count = 0
            var rest = bytes[...]
            while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty,
                let end = memchr(start, Int32(UInt8(ascii: "\n")), rest.count)
            {
                count += 1
                rest = rest.dropFirst(UnsafeRawPointer(end) - start + 1)
            }
            return count
        }
    }

    private static func check(_ read: Exposition) {
        if !read.problems.isEmpty { ExpositionBench.fail("not a page in the text format: \(read.problems[0])\n") }
    }

    /// The page with other values of the same length.
    private static func changed(_ page: [UInt8]) -> [UInt8] {
        var changed = page
        for index in page.indices.dropFirst() where page[index] == UInt8(ascii: "\n") {
            let digit = page[index - 1]
            if digit >= 0x30 && digit < 0x39 { changed[index - 1] = digit + 1 }
        }
        return changed
    }

    /// The page with its families in another order, and each family's samples too.
    private static func shuffled(_ page: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var families: [[ArraySlice<UInt8>]] = [[]]
        for line in page.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "# HELP ".utf8) { families.append([]) }
            families[families.count - 1].append(line)
        }
        let lines = families.shuffled(using: &random).flatMap { family in
            let comments = family.prefix { $0.first == UInt8(ascii: "#") }
            return comments + family[comments.count...].shuffled(using: &random)
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
    }
}
