/// What a recording holds, as far as it can be read.
package struct RecordingFile: Sendable, Equatable {
    /// Why nothing of a file can be read.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        /// It is no recording.
        case notOne
        /// It is one of a format that is not known here.
        case format(String)
        /// Nothing of it is whole.
        case empty

        /// In words for a person.
        package var description: String {
            switch self {
            case .notOne: "it is no recording of sretop"
            case .format(let number): "its format is \(number), and 1 is what is known here"
            case .empty: "nothing of it is whole"
            }
        }
    }

    /// What it was recorded with.
    package let settings: RecordedSettings
    /// What happened, in its order.
    package let events: [RecordedEvent]
    /// How many bytes at its end cannot be read; 0 where all can.
    package let unreadBytes: Int

    /// Reads the bytes of a file up to the first that is damaged.
    package init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.starts(with: RecordingFrame.header) else {
            let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }.prefix(40), as: UTF8.self)
            let name = "sretop recording "
            guard line.hasPrefix(name) else { throw .notOne }
            throw .format(String(line.dropFirst(name.count)))
        }
        var rest = bytes[RecordingFrame.header.count...]
        var reader = TreeReader()
        var events: [RecordedEvent] = []
        while let (content, after) = RecordingFrame.next(rest), let tree = try? reader.read(content),
            let event = try? TreeDecoder.decode(RecordedEvent.self, from: tree)
        {
            events.append(event)
            rest = after
        }
        guard case .settings(let settings) = events.first else { throw .empty }
        self.settings = settings
        self.events = Array(events.dropFirst())
        unreadBytes = rest.count
    }
}
