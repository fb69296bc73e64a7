/// What is handed to a terminal: the whole screen, and how the terminal shall be while it is shown.
///
/// A frame says how things are, not what is to be done: frames may be dropped, and whichever is shown next brings the
/// terminal to its state.
package struct Frame: Equatable, Sendable {
    package var buffer: Buffer
    /// The window's title; without one the window keeps what it has.
    package var title: String?
    package var theme: Theme
    /// Whether the terminal reports the mouse, which takes selecting text with it away from the user.
    package var isMouseOn: Bool
    /// How often the bell has been rung for so far.
    ///
    /// The terminal rings, once, when a frame has a higher count than the one before; the first frame it shows is
    /// silent.
    package var bells: Int

    package init(
        buffer: Buffer,
        title: String? = nil,
        theme: Theme = .standard,
        isMouseOn: Bool = false,
        bells: Int = 0
    ) {
        self.buffer = buffer
        self.title = title
        self.theme = theme
        self.isMouseOn = isMouseOn
        self.bells = bells
    }
}
