import PromModel

/// Makes the bytes of a recording, step by step.
package struct RecordingWriter {
    private var trees = TreeWriter()
    private var hasHeader = false
    private var begun: Int64 = 0

    /// A recording that is to begin.
    package init() {}

    /// The bytes that a step adds: to be written at once.
    ///
    /// - Throws: what the event throws when it is taken apart; the recording then goes on without it.
    package mutating func bytes(of step: RecordedStep) throws -> [UInt8] {
        let tree = try TreeEncoder.encode(step.event)
        var content: [UInt8] = []
        Varint.write(Varint.zigzag(step.at.milliseconds &- begun), to: &content)
        content += trees.write(tree)
        let frame = RecordingFrame.frame(content)
        guard !hasHeader else { return frame }
        (hasHeader, begun) = (true, step.at.milliseconds)
        return RecordingFrame.header + frame
    }
}
