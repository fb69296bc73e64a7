import PromQL

extension QueryCommand {
    /// What an expression that was refused may lack: the quotes around a name with dots, such as those of OpenTelemetry.
    ///
    /// Nil where no such name stands outside of quotes, or the expression with it in quotes would be refused as well.
    var quotingAdvice: String? {
        let name = #/[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+/#
        var corrected = ""
        var rest = expression[...]
        while let found = rest.firstMatch(of: name) {
            let before = rest[..<found.range.lowerBound]
            if let quote = before.firstIndex(where: { "\"'`".contains($0) }) {
                // A text: what looks like a name there is none.
                let inside = rest[rest.index(after: quote)...]
                guard let end = inside.firstIndex(of: rest[quote]) else { return nil }
                corrected += rest[...end]
                rest = rest[rest.index(after: end)...]
                continue
            }
            rest = rest[found.range.upperBound...]
            // Matchers stand in the same braces as the name.
            let opens = rest.first == "{"
            corrected += before + "{\"\(found.output)\"" + (opens ? ", " : "}")
            if opens { rest = rest.dropFirst() }
        }
        corrected += rest
        guard corrected != expression, (try? PromQLParser.parse(corrected)) != nil else { return nil }
        return "a name with dots stands in quotes, inside of the braces: \(corrected)"
    }
}
