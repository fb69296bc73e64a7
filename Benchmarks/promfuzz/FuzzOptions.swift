/// What the command line of promfuzz asks for.
struct FuzzOptions {
    /// Why the command line cannot be understood.
    struct Refused: Error {
        var reason: String
    }

    static let usage = """
        usage: promfuzz exposition|protobuf|promql|block [--seed N] [--first N] [--inputs N] [--seconds N] [--corpus DIR]

        Tries random inputs on the parsers of expositions and of protocol buffers, on the PromQL parser, printer and engine, or on compressed blocks,
        until so many are tried or the time is up.
          --seed     which inputs (default 1): the same seed gives the same ones
          --first    the number of the first input (default 0), to try one again together with --inputs 1
          --inputs   how many (default 10000000)
          --seconds  for how long at most (default 600)
          --corpus   the conformance data, whose texts the inputs are made of besides a few of our own
        Exit status: 0 nothing found, 1 an input that trapped, hung, took more than 100 ms of processor time or more than
        512 MiB of memory, or came back different; it is printed and saved here. 2 usage, or an unreadable corpus.

        """

    /// What the inputs are tried on: exposition, protobuf, promql or block.
    private(set) var subject = ""
    private(set) var seed: UInt64 = 1
    private(set) var first: UInt64 = 0
    private(set) var inputs: UInt64 = 10_000_000
    private(set) var seconds: UInt64 = 600
    private(set) var corpus: String?
    /// The file in which the process that tries the inputs notes which one it is at; nil for the one that watches it.
    private(set) var note: String?

    /// Reads the words behind the program's name.
    init(_ words: [String]) throws(Refused) {
        var rest = words[...]
        guard let subject = rest.popFirst(), ["exposition", "protobuf", "promql", "block"].contains(subject) else {
            throw Refused(reason: "exposition, protobuf, promql or block?")
        }
        self.subject = subject
        while let word = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Refused(reason: "\(word) takes a value") }
            switch word {
            case "--seed": seed = try FuzzOptions.number(value, word)
            case "--first": first = try FuzzOptions.number(value, word)
            case "--inputs": inputs = try FuzzOptions.number(value, word)
            case "--seconds": seconds = try FuzzOptions.number(value, word)
            case "--corpus": corpus = value
            case "--note": note = value
            default: throw Refused(reason: "unknown option \(word)")
            }
        }
    }

    private static func number(_ text: String, _ word: String) throws(Refused) -> UInt64 {
        guard let number = UInt64(text), number < 1 << 62 else { throw Refused(reason: "\(word) takes a number") }
        return number
    }

    /// Makes what the inputs are tried on.
    func target() throws -> any FuzzTarget {
        switch subject {
        case "exposition": try ExpositionFuzz(FuzzCorpus(folder: corpus))
        case "protobuf": ProtobufFuzz()
        case "promql": try PromQLFuzz(FuzzCorpus(folder: corpus))
        default: BlockFuzz()
        }
    }
}
