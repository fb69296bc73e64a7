import CTerminal
import TerminalUI

extension Palette {
    /// How a role looks: a colour, or the terminal's own, and attributes.
    struct Tone {
        var foreground: Int16 = -1
        var attributes: UInt8 = 0
        /// True if letters are reversed, but not bars.
        var isReversedText = false

        static let own = Tone()
        static let bold = Tone(attributes: UInt8(CTERM_BOLD))
        static let underlined = Tone(attributes: UInt8(CTERM_UNDERLINE))
        static let faint = Tone(attributes: UInt8(CTERM_DIM))
        static let reversed = Tone(attributes: UInt8(CTERM_BOLD), isReversedText: true)

        /// The same in a colour.
        func colored(_ color: Int16) -> Tone {
            var copy = self
            copy.foreground = color
            return copy
        }
    }

    func tone(of role: Role) -> Tone {
        guard role != .normal, role != .ok else { return .own }
        return switch depth {
        case .mono: mono(role)
        case .few: few(role)
        case .many: many(role)
        }
    }

    private func mono(_ role: Role) -> Tone {
        switch role {
        case .normal, .ok: .own
        case .dim: .faint
        case .warning, .accent: .bold
        case .critical: .reversed
        case .unknown: .underlined
        }
    }

    /// Which tints these colours have is the user's choice, but yellow and cyan are seldom legible on white.
    private func few(_ role: Role) -> Tone {
        let (red, yellow, blue, magenta, cyan): (Int16, Int16, Int16, Int16, Int16) = (1, 3, 4, 5, 6)
        let isLight = theme == .light || isBackgroundLight
        return switch (role, theme == .colorBlind) {
        case (.normal, _), (.ok, _): .own
        case (.dim, _): .faint
        case (.warning, true): .bold.colored(isLight ? blue : cyan)
        case (.warning, false): .bold.colored(isLight ? magenta : yellow)
        case (.critical, true): .reversed.colored(isLight ? red : yellow)
        case (.critical, false): .bold.colored(red)
        case (.unknown, true): .underlined
        case (.unknown, false): isLight ? .underlined.colored(blue) : .own.colored(magenta)
        case (.accent, true): .bold
        case (.accent, false): .own.colored(isLight ? blue : cyan)
        }
    }

    /// Colours with fixed tints, so that contrast can be reckoned.
    ///
    /// Those of the standard and the colour-blind theme reach 3.5 against black and white both, which yellow and amber
    /// do not: the warning is as near to them as that allows. The light theme's reach 4.5 against white.
    private func many(_ role: Role) -> Tone {
        switch (role, theme) {
        case (.normal, _), (.ok, _), (_, .mono): .own
        case (.dim, .light): .own.colored(242)
        case (.dim, _): .own.colored(244)
        case (.warning, .standard): .own.colored(100)
        case (.warning, .light): .own.colored(94)
        case (.warning, .colorBlind): .own.colored(33)
        case (.critical, .standard): .own.colored(196)
        case (.critical, .light): .own.colored(160)
        case (.critical, .colorBlind): .reversed.colored(166)
        case (.unknown, .standard): .own.colored(133)
        case (.unknown, .light): .own.colored(127)
        case (.unknown, .colorBlind): .underlined
        case (.accent, .standard): .own.colored(33)
        case (.accent, .light): .own.colored(25)
        case (.accent, .colorBlind): .bold
        }
    }
}
