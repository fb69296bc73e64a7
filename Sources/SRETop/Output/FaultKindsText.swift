import Dashboard
import ServiceKit

/// The kinds of faults as text, from the table that the service checks them by.
enum FaultKindsText {
    /// A paragraph a kind: what it does, its modes, and its numbers with their bounds.
    static var text: String {
        Fault.Kind.allCases.map(paragraph).joined(separator: "\n")
    }

    private static func paragraph(_ kind: Fault.Kind) -> String {
        var lines = ["\(kind.rawValue): \(kind.about)"]
        if !kind.modes.isEmpty { lines.append("    --mode \(kind.modes.joined(separator: " | "))") }
        for rule in kind.parameters {
            let name = rule.parameter == .delay ? "--delay" : "--with \(rule.parameter.rawValue)="
            let bounds = "\(number(rule.range.lowerBound)) to \(number(rule.range.upperBound))"
            let standard = rule.standard.map { ", \(number($0)) without a word" } ?? ""
            let modes = rule.modes.map { "; for \($0.sorted().joined(separator: ", "))" } ?? ""
            lines.append("    \(name)  \(bounds)\(standard)\(modes)")
        }
        return lines.joined(separator: "\n")
    }

    /// Without a fraction where there is none.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
