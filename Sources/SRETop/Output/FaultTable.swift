import Dashboard
import ServiceKit

/// The faults of a service as text: a line each.
struct FaultTable {
    private let faults: [Fault]

    init(_ faults: [Fault]) {
        self.faults = faults
    }

    /// The lines; a fault that acts says how long it still does.
    var text: String {
        let rows = faults.map { fault in
            [
                fault.active ? "on" : "off", fault.fault.rawValue, TextCharacters.harmless(fault.route),
                NumberText.share(fault.share, isWorseWhenLower: false), details(fault), ending(fault),
            ]
        }
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column < widths.count ? cell + String(repeating: " ", count: widths[column] - cell.count) : cell
            }
            let line = cells.filter { !$0.isEmpty }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return lines.joined(separator: "\n")
    }

    /// How it acts beside the share: by how much it delays, in which mode, with which numbers.
    private func details(_ fault: Fault) -> String {
        var words = fault.delaySeconds.map { ["+" + NumberText.latency($0)] } ?? []
        if let mode = fault.mode, mode != "fixed" { words.append(TextCharacters.harmless(mode)) }
        for (parameter, value) in fault.parameters.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where parameter != .delay {
            words.append("\(parameter.rawValue)=\(FaultKindsText.number(value))")
        }
        if let methods = fault.methods { words.append(TextCharacters.harmless(methods.joined(separator: ","))) }
        return words.joined(separator: " ")
    }

    private func ending(_ fault: Fault) -> String {
        if fault.builtin { return "built in: it does not end by itself" }
        guard let remaining = fault.remainingSeconds else { return "" }
        return "ends in \(TimeText.span(.seconds(remaining.rounded(.up))))"
    }
}
