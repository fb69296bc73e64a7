import GoldenSignals
import PromModel
import PromQL
import Testing

@Suite("Completing PromQL")
struct CompletionTests {
    @Test(
        "The text before the cursor tells what its last word is",
        arguments: [
            ("", .name(prefix: "")), ("ra", .name(prefix: "ra")), ("sum(http_re", .name(prefix: "http_re")),
            ("a:b", .name(prefix: "a:b")), ("up + pro", .name(prefix: "pro")),
            ("up{", .label(prefix: "", metric: "up")), ("up{jo", .label(prefix: "jo", metric: "up")),
            ("up{job=\"a\", in", .label(prefix: "in", metric: "up")), ("{jo", .label(prefix: "jo", metric: "")),
            ("up{job=\"", .value(prefix: "", label: "job", metric: "up")),
            ("rate(up{job=~\"ap", .value(prefix: "ap", label: "job", metric: "up")),
            ("up{a=\"x\\\"y\", b='z", .value(prefix: "z", label: "b", metric: "up")),
            ("sum by (", .label(prefix: "", metric: "")),
            ("sum(rate(up[5m])) by (in", .label(prefix: "in", metric: "up")),
            ("rate(up[5", .nothing), ("12", .nothing), ("\"te", .nothing),
        ] as [(String, CompletionContext)]
    )
    func context(text: String, expected: CompletionContext) {
        #expect(CompletionContext(text) == expected)
    }

    @Test("Those that begin alike come first, then those that hold it, each once")
    func order() {
        let words = ["rate", "irate", "up", "rate", "Rated"]
        #expect(Completions(.name(prefix: "rate"), among: words).words == ["Rated", "rate", "irate"])
        #expect(Completions(.name(prefix: ""), among: ["b", "a"]).words == ["a", "b"])
    }

    private static func engine() async -> EmbeddedQueryEngine {
        let engine = EmbeddedQueryEngine(retention: .seconds(300))
        let page = "up{job=\"a\"} 1\nup{job=\"b\",zone=\"x\"} 1\nload 2\n"
        await engine.ingest(
            Scrape(
                target: [:],
                start: Timestamp(seconds: 100),
                duration: .milliseconds(2),
                outcome: .success(ExpositionParser.parse(Array(page.utf8), format: .text))
            )
        )
        return engine
    }

    @Test(
        "Of a page names, labels and values come from what was scraped",
        arguments: [
            (.name(prefix: "loa"), ["load"]), (.label(prefix: "", metric: "up"), ["job", "zone"]),
            (.value(prefix: "", label: "job", metric: "up"), ["a", "b"]),
            (.value(prefix: "", label: "job", metric: "load"), []),
            (.name(prefix: "histogram_q"), ["histogram_quantile", "histogram_quantiles"]),
        ] as [(CompletionContext, [String])]
    )
    func page(context: CompletionContext, words: [String]) async {
        let engine = await Self.engine()
        #expect(await engine.completions(context, at: Timestamp(seconds: 100)).words == words)
    }

    @Test("A question has its values, the largest first, and its series; a wrong one says what is wrong")
    func answer() async {
        let engine = await Self.engine()
        let (from, through) = (Timestamp(seconds: 60), Timestamp(seconds: 100))
        func ask(_ text: String) async -> PromQLAnswer {
            await engine.answer(PromQLQuestion(text, from: from, through: through, step: .seconds(20)))
        }
        let answer = await ask("{__name__=~\"up|load\"}")
        // With what is written of the scrape itself.
        #expect(answer.values.map(\.value) == [2, 1, 1, 1] && answer.count == 4 && answer.series.count == 4)
        let wrong = await ask("rate(up)")
        #expect(wrong.failure?.contains("range vector") == true && wrong.values.isEmpty)
    }
}
