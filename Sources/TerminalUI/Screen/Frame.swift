/// What is handed to a terminal: the whole screen, and how the terminal shall be while it is shown.
///
/// A frame says how things are, not what is to be done: frames may be dropped, and whichever is shown next brings the
/// terminal to its state.
package struct Frame: Equatable, Sendable {
    /// A word of the screen that leads to an address (OSC 8).
    package struct Link: Equatable, Sendable {
        /// The word's first column.
        package let x: Int
        /// Its row.
        package let y: Int
        /// The word as it stands there, in bold.
        package let text: String
        /// Where it leads.
        package let url: String

        /// Memberwise.
        package init(x: Int, y: Int, text: String, url: String) {
            (self.x, self.y, self.text, self.url) = (x, y, text, url)
        }
    }

    package var buffer: Buffer
    /// The words that lead somewhere; a terminal without links shows them as they are.
    package var links: [Link]
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
        bells: Int = 0,
        links: [Link] = []
    ) {
        self.links = links
        self.buffer = buffer
        self.title = title
        self.theme = theme
        self.isMouseOn = isMouseOn
        self.bells = bells
    }
}
