import PromModel
import TerminalUI

// What is shown, handed on.
extension DashboardUpdate {
    /// A terminal takes no more than about this many bytes at once.
    static let mostCopied = 48 * 1024

    static func copy(_ command: Command, _ state: inout DashboardState) -> [DashboardEffect] {
        let evidence = Evidence(state)
        if command == .copyExpressions {
            guard !evidence.expressions.isEmpty else {
                say("there is no expression yet", &state)
                return []
            }
            return copy(evidence.expressionText + "\n", "\(evidence.expressions.count) expressions", &state)
        }
        return copy(evidence.markdown, evidence.contents, &state)
    }

    private static func copy(
        _ text: String,
        _ contents: String,
        _ state: inout DashboardState
    ) -> [DashboardEffect] {
        let part = text.cut(toBytes: mostCopied)
        let size = "\(NumberText.count(Double(part.utf8.count)))B"
        let cut = part.utf8.count < text.utf8.count ? " (cut: E writes all of it)" : ""
        say("\(size) to the terminal's clipboard\(cut): \(contents)", &state)
        return [.copy(part)]
    }
}

extension String {
    /// As many whole lines as fit.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var part = ""
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            guard part.utf8.count + line.utf8.count + 1 <= limit else { break }
            part += "\(line)\n"
        }
        return part
    }
}
