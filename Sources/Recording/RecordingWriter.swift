/// Makes the bytes of a recording, event by event.
package struct RecordingWriter {
    private var trees = TreeWriter()
    private var hasHeader = false

    /// A recording that is to begin.
    package init() {}

    /// The bytes that an event adds: to be written at once.
    ///
    /// - Throws: what the event throws when it is taken apart.
    package mutating func bytes(of event: RecordedEvent) throws -> [UInt8] {
        let frame = RecordingFrame.frame(trees.write(try TreeEncoder.encode(event)))
        defer { hasHeader = true }
        return hasHeader ? frame : RecordingFrame.header + frame
    }
}
