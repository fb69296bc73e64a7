/// A screen that frames are handed to.
package protocol TerminalDevice: Sendable {
    /// The size now; a `resized` event follows each change.
    var size: TerminalSize { get }

    /// Shows a frame as soon as the terminal takes it, and returns at once.
    ///
    /// A frame that has not been shown yet is replaced: the latest wins. One of another size than the screen is drawn
    /// clipped.
    func draw(_ frame: Frame)

    /// Draws everything anew, for a screen that something else wrote on.
    func repaint()

    /// Gives a text to the terminal's clipboard, where it has one and lets programs write to it.
    func copy(_ text: String)

    /// Leaves the screen and restores the terminal's modes; further calls do nothing.
    func close()
}
