import ArgumentParser
import NCursesTerminal
import Settings
import TerminalUI

/// Opens the screen, or says why there is none and what to do instead.
enum ScreenOpening {
    /// The screen that the settings ask for.
    static func open(_ run: RunSettings) -> Result<NCursesTerminal, TerminalError> {
        do throws(TerminalError) {
            return .success(
                try NCursesTerminal.open(
                    NCursesTerminal.Options(
                        noColor: isColorless(run.configuration.theme),
                        glyphs: run.glyphs,
                        theme: run.configuration.theme.value
                    )
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Whether there are to be no colours at all, not even by the key for them: a theme that was asked for is above
    /// `NO_COLOR`.
    private static func isColorless(_ theme: Given<Theme>) -> Bool {
        if case .environment = theme.origin { return true }
        return false
    }

    /// Says why there is no screen, and what to do instead; the exit status of that.
    static func refusal(
        _ reason: TerminalError,
        advice: String = "without a screen, --once prints one frame as text, --stream a line a poll"
    ) -> ExitCode {
        StandardError.print("sretop: \(reason)")
        StandardError.print("sretop: \(advice)")
        return ExitCode(2)
    }
}

extension TerminalError {
    /// There is no terminal that could show a screen, and lines can be had all the same.
    var isAboutTheTerminal: Bool {
        switch self {
        case .notATerminal, .noCursorAddressing, .unknownTerminal: true
        case .alreadyOpen, .system: false
        }
    }
}
