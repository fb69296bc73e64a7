package import PromModel

/// Reads a recording step by step, up to the first byte that is damaged: a large one is at hand at once.
package struct RecordingReader: Sendable {
    /// What it was recorded with.
    package let settings: RecordedSettings
    /// When the recording began, by the clock of the machine that recorded.
    package let begun: Timestamp
    /// How many bytes the file had when it was opened.
    package let size: Int
    /// How many bytes were read so far, all of them whole: where the damage begins once ``next()`` ends before them all.
    package private(set) var offset: Int
    private var trees = TreeReader()
    private let bytes: @Sendable (Range<Int>) -> [UInt8]

    /// Opens a recording; `bytes` gives those in a range of the file, fewer where it has become shorter.
    package init(size: Int, bytes: @escaping @Sendable (Range<Int>) -> [UInt8]) throws(RecordingFailure) {
        let head = RecordingFrame.header.count
        let first = bytes(0..<min(size, head))
        guard first == RecordingFrame.header else { throw RecordingFailure(header: bytes(0..<min(size, 60))) }
        self.size = size
        self.bytes = bytes
        guard let content = RecordingFrame.content(at: head, size: size, bytes),
            let (moment, tree) = try? trees.step(content[...]),
            case .settings(let settings) = try? TreeDecoder.decode(RecordedEvent.self, from: tree)
        else { throw .empty }
        self.settings = settings
        begun = Timestamp(milliseconds: moment)
        offset = head + RecordingFrame.headLength + content.count
    }

    /// The next step; nil where the file ends, or is damaged.
    package mutating func next() -> RecordedStep? {
        guard let content = RecordingFrame.content(at: offset, size: size, bytes),
            let (moment, tree) = try? trees.step(content[...]),
            let event = try? TreeDecoder.decode(RecordedEvent.self, from: tree)
        else { return nil }
        offset += RecordingFrame.headLength + content.count
        return RecordedStep(at: Timestamp(milliseconds: begun.milliseconds &+ moment), event)
    }

    /// When the last whole frame was told, by the lengths of the frames alone: fast, and not sure of what they hold.
    package func end() -> Timestamp {
        var (place, last) = (offset, begun)
        while let length = RecordingFrame.length(at: place, size: size, bytes) {
            let start = place + RecordingFrame.headLength
            var head = TreeReader.Bytes(bytes(start..<(start + min(length, 10)))[...])
            guard let moment = try? head.varint() else { break }
            last = Timestamp(milliseconds: begun.milliseconds &+ Varint.unzigzag(moment))
            place = start + length
        }
        return last
    }
}

/// Why nothing of a file can be read.
package enum RecordingFailure: Error, Equatable, CustomStringConvertible {
    /// It is no recording.
    case notOne
    /// It is one of a format that is not known here.
    case format(String)
    /// Nothing of it is whole.
    case empty

    /// What is wrong with a file that begins like this.
    init(header: [UInt8]) {
        let line = String(decoding: header.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let name = "sretop recording "
        let number = line.dropFirst(name.count)
        let isCut = RecordingFrame.header.starts(with: header) && !header.isEmpty
        self =
            isCut ? .empty : line.hasPrefix(name) && !number.isEmpty ? .format(String(number)) : .notOne
    }

    /// In words for a person.
    package var description: String {
        switch self {
        case .notOne: "it is no recording of sretop"
        case .format(let number):
            "it is a recording of format \(number), and this sretop reads format \(RecordingFrame.format)"
        case .empty: "it is a recording, and nothing of it is whole"
        }
    }
}
