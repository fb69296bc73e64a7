/// What a server says of an expression beside its answer, in words about the numbers that come of it.
///
/// Servers name the functions and the places of a question that its reader never wrote: the words stand for what was
/// left out of the numbers.
struct LanguageWarning: Sendable, Equatable {
    /// What the server said.
    let raw: String
    /// What that means for the numbers.
    let text: String

    /// How texts of the language begin.
    private static let beginnings = ["PromQL warning: ", "PromQL info: "]

    /// Parts of the servers' texts, in the order in which they are looked for, and what is said in their place before and
    /// behind the metric's name.
    private static let meanings: [(part: String, subject: String, meaning: String)] = [
        ("incompatible custom buckets", "histograms", " have different bounds: what could not be added up is left out"),
        ("custom buckets were reconciled", "histograms", " have different bounds: only those that all have are told"),
        ("exponential and custom buckets", "histograms", " are of two kinds: what could not be added up is left out"),
        ("incompatible bucket layout", "histograms", " are of two kinds: what could not be added up is left out"),
        ("label \"le\" is missing", "buckets", " without a bound that can be read are in no quantile"),
        ("mix of classic and native", "histograms", " are stored in two ways at once: quantiles of those are left out"),
        (
            "mix of histograms and floats", "numbers and histograms",
            " are mixed: what could not be added up is left out"
        ),
        ("both floats and histograms", "numbers and histograms", " are mixed: the histograms are left out"),
        ("for monotonicity", "buckets", " count less than smaller ones: quantiles are what the server made of them"),
        ("NaN observations", "histograms", " hold observations that are no number: quantiles and shares are off"),
        ("is not a counter", "histograms", " that go up and down are counted as if they only grew"),
        ("is not a gauge", "histograms", " that only grow are read as if they went up and down"),
        ("might not be a counter", "counts", " may be none, by the name or the type of the metric"),
        ("conflicting counter resets", "histograms", " began anew in part: their sum may be off"),
    ]

    /// A warning of the language; nil for any other, which the server has words of its own for.
    init?(_ warning: String) {
        guard let beginning = Self.beginnings.first(where: { warning.hasPrefix($0) }) else { return nil }
        raw = warning
        let rest = Self.withoutPlace(String(warning.dropFirst(beginning.count)))
        let metric = Self.metric(in: rest).map { " of \($0)" } ?? ""
        let known = Self.meanings.first { rest.contains($0.part) }
        text = known.map { $0.subject + metric + $0.meaning } ?? "of what it was asked it remarks: \(rest)"
    }

    /// Warnings in these words, each once; what is not of the language as it is.
    static func told(_ warnings: [String]) -> [String] {
        var seen: Set<String> = []
        return warnings.map { LanguageWarning($0)?.text ?? $0 }.filter { seen.insert($0).inserted }
    }

    /// A text without the place in the expression: `(1:5)`.
    private static func withoutPlace(_ text: String) -> String {
        guard text.hasSuffix(")"), let start = text.lastIndex(of: "(") else { return text }
        let place = text[text.index(after: start)...].dropLast()
        guard place.contains(":"), place.allSatisfy({ $0.isNumber || $0 == ":" }) else { return text }
        return text[..<start].trimmingSuffix { $0 == " " }
    }

    /// The metric that a text ends with, in quotes; nil where it names none.
    private static func metric(in text: String) -> String? {
        guard text.hasSuffix("\""), let start = text.dropLast().lastIndex(of: "\"") else { return nil }
        let before = text[..<start]
        // Other texts end with a value in quotes.
        guard before.hasSuffix("metric name ") || before.hasSuffix(": ") else { return nil }
        let name = text[text.index(after: start)...].dropLast()
        return name.isEmpty ? nil : String(name)
    }
}

extension Substring {
    /// The text without what it ends with.
    fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> String {
        var rest = self
        while let last = rest.last, isLeftOut(last) { rest = rest.dropLast() }
        return String(rest)
    }
}
