internal import Foundation

/// Reading pages and storing what they say, measured by itself; `Scripts/bench/exposition` runs it and prints one table.
@main
enum ExpositionBench {
    private static let usage = """
        usage: expositionbench parse PAGE
               expositionbench large PAGE
               expositionbench ingest [--samples N]
               expositionbench scrapes PAGE [--count N]
               expositionbench blocks PAGE
               expositionbench recorded FILE

          parse    times reading a page (text format): known and in order, known in any order, for the first time, and
                   the same in protocol buffers for the first time
          large    times reading a page known in any order, for one that the processor's caches do not hold
          ingest   times storing a scrape of known series
          scrapes  reads the page N times with its series known, for a tool that counts allocations
          blocks   prints what a sample takes in sealed blocks
          recorded prints what a sample takes of series that were scraped: lines of a time in milliseconds and a value,
                   an empty line between two series

        """

    static func main() {
        var arguments = CommandLine.arguments.dropFirst()
        let part = arguments.popFirst()
        switch part {
        case "parse": ParseBench.run(page: page(in: &arguments))
        case "large": ParseBench.runLarge(page: page(in: &arguments))
        case "ingest": IngestBench.run(samples: number(after: "--samples", in: &arguments, or: 10_000))
        case "scrapes":
            let page = page(in: &arguments)
            ParseBench.repeatKnown(page, count: number(after: "--count", in: &arguments, or: 1))
        case "blocks": BlockBench.run(page: page(in: &arguments))
        case "recorded": BlockBench.run(recorded: page(in: &arguments))
        case "--help", "-h": print(usage, terminator: "")
        default: fail(usage)
        }
    }

    static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data(message.utf8))
        exit(2)
    }

    private static func page(in arguments: inout ArraySlice<String>) -> [UInt8] {
        guard let path = arguments.popFirst() else { fail(usage) }
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { fail("no page at \(path)\n") }
        return [UInt8](data)
    }

    private static func number(after name: String, in arguments: inout ArraySlice<String>, or usual: Int) -> Int {
        guard let first = arguments.popFirst() else { return usual }
        guard first == name, let number = arguments.popFirst().flatMap({ Int($0) }), number > 0 else { fail(usage) }
        return number
    }
}
