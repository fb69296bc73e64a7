// A word for scrapes, where scraping is what a program is asked for.
extension ProgramName {
    private static let scrapes: Set<String> = ["scrape", "scrapes"]
    /// Words that tell no other thing that is asked.
    private static let plain: Set<String> = Vocabulary.manner.union(Vocabulary.states).union(Vocabulary.protocols)
        .union(["api", "server", "metrics", "metric", "target", "exporter", "collector", "collect"])

    /// The names, by their words, in which scrapes are one of several things that are asked: another name differs in that
    /// word alone, and says what else is.
    static func askedScrapes(_ names: [MetricWords]) -> Set<[String]> {
        let scraped = names.filter { $0.contains(any: scrapes) && Vocabulary.isNamed($0.stem) }
        return Set(scraped.filter { one in names.contains { isAsked(beside: one, $0) } }.map(\.all))
    }

    /// What says nothing in the names that scrapes of this kind are in.
    static func unsaid(of words: MetricWords, askedScrapes: Set<[String]>) -> Set<String> {
        askedScrapes.contains(words.all) ? scrapes : []
    }

    private static func isAsked(beside one: MetricWords, _ other: MetricWords) -> Bool {
        guard one.all.count == other.all.count else { return false }
        let differing = zip(one.all, other.all).filter { $0 != $1 }
        guard differing.count == 1, let (word, another) = differing.first else { return false }
        return scrapes.contains(word) && !plain.contains(another)
            && !Vocabulary.foreign.contains { $0.words.contains(another) }
    }
}
