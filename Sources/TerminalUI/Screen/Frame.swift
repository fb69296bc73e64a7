/// What is handed to a terminal: the whole screen, and the window's title if it has one.
package struct Frame: Equatable, Sendable {
    package var buffer: Buffer
    package var title: String?

    package init(buffer: Buffer, title: String? = nil) {
        self.buffer = buffer
        self.title = title
    }
}
