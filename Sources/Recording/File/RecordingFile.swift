package import PromModel

/// All that a recording holds, as far as it can be read.
package struct RecordingFile: Sendable, Equatable {
    /// What it was recorded with.
    package let settings: RecordedSettings
    /// When it began.
    package let begun: Timestamp
    /// What happened, in its order.
    package let steps: [RecordedStep]
    /// Where the first byte stands that cannot be read; the size of the file where all can.
    package let end: Int
    /// How many bytes at its end cannot be read; 0 where all can.
    package let unreadBytes: Int

    /// Reads all of a recording.
    package init(_ reader: RecordingReader) {
        var reader = reader
        var steps: [RecordedStep] = []
        while let step = reader.next() { steps.append(step) }
        settings = reader.settings
        begun = reader.begun
        self.steps = steps
        end = reader.offset
        unreadBytes = reader.size - reader.offset
    }

    /// Reads the bytes of a file.
    package init(_ bytes: [UInt8]) throws(RecordingFailure) { self.init(try RecordingReader(bytes)) }
}

extension RecordingReader {
    /// Opens the bytes of a file.
    package init(_ bytes: [UInt8]) throws(RecordingFailure) {
        try self.init(size: bytes.count) { Array(bytes[$0.clamped(to: bytes.indices)]) }
    }
}
