import ArgumentParser
import Dashboard
import TerminalUI

/// One frame as text: polls until there is something to say, a handful of times at most.
struct WatchOnce: Sendable {
    let session: WatchSession
    let size: TerminalSize
    var form = WatchForm.text

    /// - Throws: exit status 3 where there was nothing to judge.
    func run() async throws {
        let characters = TextCharacters(session.run.glyphs, standard: .braille)
        do {
            let asks = if case .csv = form { false } else { true }
            let look = SourceLook(session: session, glyphs: characters.glyphs, asksObjectives: asks)
            try await look.look { looked in
                switch form {
                case .json: StandardOutput.print(VerdictRecord(looked.state).text)
                case .csv: for line in [WatchRow.header, WatchRow(looked.state).line] { StandardOutput.print(line) }
                case .text:
                    var state = looked.state
                    state.hasKeys = false
                    StandardOutput.print(characters.shown(DashboardView.frame(state, size: size).buffer.text))
                }
                if !looked.hasNumbers { throw ExitCode(3) }
            }
        } catch let nothing as SourceLook.NothingFound {
            StandardError.print("sretop: \(nothing.text)")
            StandardError.print("sretop: \(SourceSearch.advice)")
            throw ExitCode(3)
        }
    }
}
