/// The words of a metric's name: split at punctuation and where a capital follows a small letter, in small letters.
package struct MetricWords: Sendable, Equatable {
    /// In their order.
    package let all: [String]

    /// The words of a name.
    package init(_ name: String) {
        var words: [String] = []
        var word = ""
        var wasSmall = false
        for character in name {
            let isWord = character.isLetter || character.isNumber
            if !isWord || character.isUppercase && wasSmall {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if isWord { word += character.lowercased() }
            wasSmall = character.isLowercase
        }
        if !word.isEmpty { words.append(word) }
        words = words.flatMap { Vocabulary.compounds[$0] ?? [$0] }
        all = words
        stem = Set(
            words.prefix { $0 != "by" }.map { Vocabulary.synonyms[$0] ?? $0 }.filter { !Vocabulary.manner.contains($0) }
        )
    }

    /// Whether one of some words is among them.
    package func contains(any words: Set<String>) -> Bool { all.contains(where: words.contains) }

    /// What the name counts or measures, without the words for how: two families of one stem are about the same thing.
    ///
    /// Words after `by` name labels; words for one thing are one (`rq`, `requests` and `responses` are requests).
    package let stem: Set<String>
}
