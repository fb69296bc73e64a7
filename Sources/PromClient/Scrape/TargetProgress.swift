import GoldenSignals
import PromModel

/// What a source knows of one of its targets.
struct TargetProgress: Sendable {
    /// How the last scrape went; nil before the first has ended.
    var status: TargetStatus?
    /// When the last scrape that was answered began; nil before the first.
    var answered: Timestamp?
    /// When its samples are from.
    var times = SampleTimes()
    /// How far behind the page's own timestamps are; nil where it has none.
    var stampLag: Duration?
    /// The rounds of parts that are stamped apart.
    var rounds = StampRounds()
    /// How many samples its page had.
    var sampleCount = 0
    /// Its last page, as long as it is not settled what counts requests there.
    var page: Exposition?
    /// What was learnt of its page; nil while a scrape has it.
    var cache: ExpositionCache? = ExpositionCache()
    /// What its pages tell of who answers.
    var processes = AnsweringProcesses()
    /// Since when nothing on its page has moved.
    var stillness = PageStillness()
    /// The scrape that is under way, and when it began.
    var scrape: (task: Task<Void, Never>, start: Timestamp)?
    /// It waits for its turn in the poll that is under way.
    var isDue = false
    /// How many scrapes have begun.
    var scrapeCount = 0

    /// Whether the next page has to tell first how fast its requests come, or whose they are.
    func isPending(at moment: Timestamp) -> Bool {
        rounds.isPending || stillness.isPaceUnknown(at: moment)
            || status?.failure == nil && processes.isUnsettled(at: moment)
    }
}
