extension Labels {
    /// The labels with the given names only.
    package func keeping(only names: [String]) -> Labels {
        Labels(sortedUnique: storage.pairs.filter { names.contains($0.name) })
    }

    /// The labels without those of the given names.
    package func dropping(_ names: [String]) -> Labels {
        guard storage.pairs.contains(where: { names.contains($0.name) }) else { return self }
        return Labels(sortedUnique: storage.pairs.filter { !names.contains($0.name) })
    }

    /// The labels with one label set; an empty value removes it.
    package func setting(_ name: String, to value: String) -> Labels {
        var pairs = storage.pairs
        let index = pairs.firstIndex { $0.name >= name } ?? pairs.endIndex
        let exists = index < pairs.endIndex && pairs[index].name == name
        switch (exists, value.isEmpty) {
        case (true, true): pairs.remove(at: index)
        case (true, false): pairs[index].value = value
        case (false, true): return self
        case (false, false): pairs.insert(Pair(name: name, value: value), at: index)
        }
        return Labels(sortedUnique: pairs)
    }

    /// The labels without the metric name.
    package var droppingMetricName: Labels {
        guard let index = storage.pairs.firstIndex(where: { $0.name == Labels.metricNameLabel }) else { return self }
        var pairs = storage.pairs
        pairs.remove(at: index)
        return Labels(sortedUnique: pairs)
    }
}

extension Labels: CustomStringConvertible {
    /// The labels as Prometheus prints a series: `name{a="b", c="d"}`, or `{}` when there are none.
    package var description: String {
        let name = metricName
        let plainName = Labels.isPlainName(name, colonAllowed: true)
        var parts: [String] = []
        if !name.isEmpty && !plainName {
            parts.append(Labels.quoted(name))
        }
        for pair in storage.pairs where pair.name != Labels.metricNameLabel {
            let plain = Labels.isPlainName(pair.name, colonAllowed: false)
            parts.append((plain ? pair.name : Labels.quoted(pair.name)) + "=" + Labels.quoted(pair.value))
        }
        let prefix = plainName ? name : ""
        if parts.isEmpty { return prefix.isEmpty ? "{}" : prefix }
        return prefix + "{" + parts.joined(separator: ", ") + "}"
    }

    /// The labels as Prometheus prints them within errors, the metric name as one of them: `{__name__="a", b="c"}`.
    package var inBraces: String {
        let parts = storage.pairs.map { pair in
            let plain = Labels.isPlainName(pair.name, colonAllowed: false)
            return (plain ? pair.name : Labels.quoted(pair.name)) + "=" + Labels.quoted(pair.value)
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    /// Whether a name needs no quotes; label names may not hold a colon, metric names may.
    package static func isPlainName(_ name: String, colonAllowed: Bool) -> Bool {
        guard let first = name.utf8.first, !(first >= 0x30 && first <= 0x39) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
            case 0x3a: colonAllowed
            default: false
            }
        }
    }

    /// A text in double quotes, with `"`, `\` and control characters escaped as Go does.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{0}"..."\u{1f}", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
