import CTerminal
import NCursesTerminal
import TerminalUI
import Testing

@Suite("Palette")
struct PaletteTests {
    private static let colored: [Theme] = [.standard, .light, .colorBlind]
    private static let depths = [0, 2, 8, 16, 256]

    @Test("Healthy text has the terminal's own colour at any depth", arguments: depths, Theme.allCases)
    func healthy(_ colors: Int, _ theme: Theme) {
        for style in [Style.normal, .ok] {
            let look = Palette(colors: colors, theme: theme).look(style, symbol: "a")
            #expect(look.foreground == -1)
            #expect(look.attributes == 0)
        }
    }

    @Test("What is broken stands out at any depth", arguments: depths, Theme.allCases)
    func critical(_ colors: Int, _ theme: Theme) {
        let palette = Palette(colors: colors, theme: theme)
        let look = palette.look(.critical, symbol: "a")
        #expect(look.foreground >= 0 || look.attributes & UInt8(CTERM_REVERSE) != 0)
        let others = [Style.normal, .dim, .warning, .unknown].map { palette.look($0, symbol: "a") }
        #expect(others.allSatisfy { $0 != look })
    }

    @Test("Without colour a bar is not reversed, for then it would be empty")
    func bars() {
        #expect(Palette(colors: 0).look(.critical, symbol: "█").attributes == UInt8(CTERM_BOLD))
        let blind = Palette(colors: 256, theme: .colorBlind)
        #expect(blind.look(.critical, symbol: "⣿").attributes == UInt8(CTERM_BOLD))
        #expect(blind.look(.critical, symbol: "a").attributes == UInt8(CTERM_BOLD | CTERM_REVERSE))
    }

    @Test("Nobody gets colours who wants none", arguments: Theme.allCases)
    func noColor(_ theme: Theme) {
        for (colors, theme) in [(0, theme), (256, Theme.mono), (8, .mono)] {
            let palette = Palette(colors: colors, theme: theme)
            #expect(Role.allCases.allSatisfy { palette.look(Style(role: $0), symbol: "a").foreground == -1 })
        }
    }

    @Test(
        "Fixed colours are legible on the backgrounds that their theme is for",
        arguments: [(.standard, 3.5, 3.5), (.colorBlind, 3.5, 3.5), (.light, 1, 4.5)] as [(Theme, Double, Double)]
    )
    func contrast(_ theme: Theme, _ onBlack: Double, _ onWhite: Double) {
        let palette = Palette(colors: 256, theme: theme)
        for role in [Role.dim, .warning, .critical, .unknown, .accent] {
            let number = palette.look(Style(role: role), symbol: "a").foreground
            guard number >= 0 else { continue }
            let color = Tint(xterm: Int(number))
            #expect(color.contrast(with: .black) >= onBlack, "\(role) is \(number)")
            #expect(color.contrast(with: .white) >= onWhite, "\(role) is \(number)")
        }
    }

    @Test("The contrast of known colours is the known one")
    func known() {
        #expect(abs(Tint.black.contrast(with: .white) - 21) < 0.001)
        #expect(abs(Tint(xterm: 243).contrast(with: .white) - 4.54) < 0.01)
        #expect(abs(Tint(xterm: 196).contrast(with: .white) - 4.0) < 0.01)
    }

    @Test("Warning and critical are clearly apart", arguments: colored)
    func apart(_ theme: Theme) {
        let palette = Palette(colors: 256, theme: theme)
        let warning = Tint(xterm: Int(palette.look(.warning, symbol: "█").foreground))
        let critical = Tint(xterm: Int(palette.look(.critical, symbol: "█").foreground))
        #expect(warning.distance(to: critical) > 50)
        if theme == .colorBlind { #expect(warning.deuteranopic.distance(to: critical.deuteranopic) > 50) }
    }

    @Test("With few colours a light background gets none that cannot be read on it", arguments: [8, 16, 88])
    func few(_ colors: Int) {
        func used(_ theme: Theme, isLight: Bool) -> [Int16] {
            let palette = Palette(colors: colors, theme: theme, isBackgroundLight: isLight)
            return Role.allCases.map { palette.look(Style(role: $0), symbol: "a").foreground }
        }
        #expect(used(.standard, isLight: false) == [-1, -1, -1, 3, 1, 5, 6])
        #expect(used(.standard, isLight: true) == used(.light, isLight: false))
        for theme in Theme.allCases {
            #expect(Set(used(theme, isLight: true)).isDisjoint(with: [2, 3, 6, 7]))
        }
        #expect(Palette(colors: colors).look(.warning, symbol: "a").attributes == UInt8(CTERM_BOLD))
    }

    @Test(
        "COLORFGBG says whether the background is light",
        arguments: [
            ("0;15", true), ("0;default;15", true), ("0;7", true), ("15;0", false), ("7;default;0", false),
            ("default;default", false), ("", false), (";", false), ("15", true), ("0;15;", false), ("0;115", false),
            (nil, false),
        ] as [(String?, Bool)]
    )
    func background(_ variable: String?, _ isLight: Bool) {
        #expect(Palette.isBackgroundLight(variable) == isLight)
    }
}
