/// The words of a metric's name: split at punctuation and where a capital follows a small letter, in small letters.
package struct MetricWords: Sendable, Equatable {
    /// In their order.
    package let all: [String]

    /// The words of a name.
    package init(_ name: String) {
        var words: [String] = []
        var word = ""
        var wasSmall = false
        var ownName: Int?
        for character in name {
            let isWord = character.isLetter || character.isNumber
            if !isWord || character.isUppercase && wasSmall {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if !isWord, ownName == nil { ownName = words.count }
            if isWord { word += character.lowercased() }
            wasSmall = character.isLowercase
        }
        if !word.isEmpty { words.append(word) }
        self.ownName = ownName ?? 0
        words = words.flatMap { Vocabulary.compounds[$0] ?? [$0] }
        all = words
        stem = Set(
            words.prefix { $0 != "by" }.map { Vocabulary.synonyms[$0] ?? $0 }.filter { !Vocabulary.manner.contains($0) }
        )
    }

    /// The words without those that only say whose metric it is: names of programs that are written as several words
    /// in one, such as `CloudFS_`, the domain `io` that names of Java begin with, and whatever stands before a protocol.
    package var withoutOwnName: ArraySlice<String> {
        said.dropFirst(said.startIndex == 0 && (ownName > 1 || all.first == "io") ? max(1, ownName) : 0)
    }

    /// The words that say what is counted: what a service is called may be any word, `wait_list_http_requests`.
    ///
    /// Right before the protocol a word says whose requests they are.
    package var said: ArraySlice<String> {
        guard let protocolWord = all.firstIndex(where: Vocabulary.protocols.contains), protocolWord > 0,
            !Vocabulary.directions.contains(all[protocolWord - 1])
        else { return all[...] }
        return all[protocolWord...]
    }

    /// Words of it that only name the program, where all that the program tells begins with them.
    var unsaid: Set<String> = []

    /// Whether one of some words is among those that say what is counted.
    package func says(any words: Set<String>) -> Bool { said.contains(where: words.contains) }

    /// How many words stand before the first punctuation.
    private let ownName: Int

    /// Whether one of some words is among them.
    package func contains(any words: Set<String>) -> Bool { all.contains(where: words.contains) }

    /// What the name counts or measures, without the words for how: two families of one stem are about the same thing.
    ///
    /// Words after `by` name labels; words for one thing are one (`rq`, `requests` and `responses` are requests).
    package let stem: Set<String>
}
