import CTerminal
package import TerminalUI

/// What the roles look like, by the colours a terminal has.
///
/// Normal and healthy text keep the terminal's own colours, so that the screen is legible on light and dark alike.
/// Without colour, bold and reverse take its place.
package struct Palette: Equatable, Sendable {
    package enum Depth: Equatable, Sendable {
        case mono
        case eight
        case sixteen
        case many
    }

    package let depth: Depth

    package init(colors: Int) {
        depth =
            switch colors {
            case 256...: .many
            case 16...: .sixteen
            case 8...: .eight
            default: .mono
            }
    }

    /// Foreground and attributes of a style, for one symbol.
    package func look(_ style: Style, symbol: Unicode.Scalar) -> (foreground: Int16, attributes: UInt8) {
        var (foreground, attributes) = base(style.role)
        if depth == .mono, style.role == .critical, !Palette.isGraphic(symbol) {
            attributes |= UInt8(CTERM_REVERSE)
        }
        if style.bold { attributes |= UInt8(CTERM_BOLD) }
        if style.dim { attributes |= UInt8(CTERM_DIM) }
        if style.reverse { attributes |= UInt8(CTERM_REVERSE) }
        if style.underline { attributes |= UInt8(CTERM_UNDERLINE) }
        return (foreground, attributes)
    }

    private func base(_ role: Role) -> (Int16, UInt8) {
        let bold = UInt8(CTERM_BOLD)
        let dim = UInt8(CTERM_DIM)
        return switch (role, depth) {
        case (.normal, _), (.ok, _): (-1, 0)
        case (.dim, .many): (244, 0)
        case (.dim, _): (-1, dim)
        case (.warning, .many): (214, 0)
        case (.warning, .mono): (-1, bold)
        case (.warning, _): (3, bold)
        case (.critical, .many): (203, 0)
        case (.critical, .mono): (-1, bold)
        case (.critical, _): (1, bold)
        case (.unknown, .many): (176, 0)
        case (.unknown, .mono): (-1, UInt8(CTERM_UNDERLINE))
        case (.unknown, _): (5, 0)
        case (.accent, .many): (75, 0)
        case (.accent, .mono): (-1, bold)
        case (.accent, _): (6, 0)
        }
    }

    /// Bars and dots carry their meaning in what is inked: reversed, a full bar would be an empty one.
    private static func isGraphic(_ symbol: Unicode.Scalar) -> Bool {
        (0x2500...0x259F).contains(symbol.value) || (0x2800...0x28FF).contains(symbol.value) || symbol == " "
    }
}
