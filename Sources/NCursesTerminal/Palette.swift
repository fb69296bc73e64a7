import CTerminal
package import TerminalUI

/// What the roles look like, by the colours a terminal has and the theme.
///
/// Normal and healthy text keep the terminal's own colours, so that the screen is legible on light and dark alike.
/// Without colour, bold, underline and reverse take its place.
package struct Palette: Equatable, Sendable {
    package enum Depth: Equatable, Sendable {
        case mono
        /// The eight colours whose tints are the user's; the bright ones of sixteen are no more legible.
        case few
        case many
    }

    package let colors: Int
    package let theme: Theme
    /// What is known of the background; it matters where there are few colours, which do not suit both.
    package let isBackgroundLight: Bool

    /// A terminal without colours, or a user who wants none (`colors` is 0 then), gets none in any theme.
    package init(colors: Int, theme: Theme = .standard, isBackgroundLight: Bool = false) {
        self.colors = colors
        self.theme = theme
        self.isBackgroundLight = isBackgroundLight
    }

    package var depth: Depth {
        switch (theme, colors) {
        case (.mono, _), (_, ..<8): .mono
        case (_, ..<256): .few
        default: .many
        }
    }

    /// The same terminal in another theme.
    package func with(theme: Theme) -> Palette {
        Palette(colors: colors, theme: theme, isBackgroundLight: isBackgroundLight)
    }

    /// Foreground and attributes of a style, for one symbol.
    package func look(_ style: Style, symbol: Unicode.Scalar) -> (foreground: Int16, attributes: UInt8) {
        let tone = tone(of: style.role)
        var attributes = tone.attributes
        if tone.isReversedText, !Palette.isGraphic(symbol) { attributes |= UInt8(CTERM_REVERSE) }
        if style.bold { attributes |= UInt8(CTERM_BOLD) }
        if style.dim { attributes |= UInt8(CTERM_DIM) }
        if style.reverse { attributes |= UInt8(CTERM_REVERSE) }
        if style.underline { attributes |= UInt8(CTERM_UNDERLINE) }
        return (tone.foreground, attributes)
    }

    /// Bars and dots carry their meaning in what is inked: reversed, a full bar would be an empty one.
    private static func isGraphic(_ symbol: Unicode.Scalar) -> Bool {
        (0x2500...0x259F).contains(symbol.value) || (0x2800...0x28FF).contains(symbol.value) || symbol == " "
    }

    /// Reads what `COLORFGBG` says of the background: "0;15" or "0;default;15", the last number is its colour.
    ///
    /// Light are 7 and 15, white; whoever says nothing is taken to be dark.
    package static func isBackgroundLight(_ variable: String?) -> Bool {
        guard let last = variable?.split(separator: ";", omittingEmptySubsequences: false).last else { return false }
        return last == "7" || last == "15"
    }
}
