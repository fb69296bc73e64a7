package import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension NCursesTerminal {
    /// How to open a terminal; the defaults are those of a program started in a shell.
    package struct Options: Sendable {
        /// The terminal type; `nil` or empty if unknown.
        package var termName: String?
        /// True where colours are unwanted (https://no-color.org); bold and reverse remain.
        package var noColor: Bool
        /// Symbols the user asked for; `nil` for the best the character set has.
        package var glyphs: GlyphSet?
        /// The theme until a frame is shown; every frame names its own.
        package var theme: Theme
        /// True if the background is known to be light.
        package var isBackgroundLight: Bool
        package var input: Int32
        package var output: Int32

        package init(
            termName: String? = environment("TERM"),
            noColor: Bool = environment("NO_COLOR") != nil,
            glyphs: GlyphSet? = nil,
            theme: Theme = .standard,
            isBackgroundLight: Bool = Palette.isBackgroundLight(environment("COLORFGBG")),
            input: Int32 = STDIN_FILENO,
            output: Int32 = STDOUT_FILENO
        ) {
            self.termName = termName
            self.noColor = noColor
            self.glyphs = glyphs
            self.theme = theme
            self.isBackgroundLight = isBackgroundLight
            self.input = input
            self.output = output
        }

        /// A variable of the environment; `nil` if it is missing or empty.
        package static func environment(_ name: String) -> String? {
            guard let value = getenv(name), value.pointee != 0 else { return nil }
            return String(cString: value)
        }
    }
}
