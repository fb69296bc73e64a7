import Foundation
import Testing

extension EndToEnd {
    /// Situations that people reported, on a service's own page.
    @Suite("Reported situations, on a page", .serialized, CaseTrait { try PageCase.watch() })
    struct PageCaseTests {
        @Test("A page's numbers are right, or its fault is named", arguments: PageCase.all)
        func page(_ one: PageCase) throws {
            let lines = try CaseTrait.lines(one.testDescription)
            #expect(lines.contains(where: one.isWanted), "\(lines.joined(separator: "\n"))")
            if let never = one.never {
                #expect(!lines.contains { $0.contains(never) }, "\(lines.joined(separator: "\n"))")
            }
        }

        @Test("A service of the page is chosen by its name, and an unknown one is an error")
        func service() throws {
            func rate(_ name: String) throws -> Double {
                let lines = try CaseTrait.lines(name)
                let found = lines.compactMap { CasePages.number("RPS", in: $0) }.last
                return try #require(found, "\(name): \(lines.joined(separator: "\n"))")
            }
            let (one, other, both) = (try rate("shop/checkout"), try rate("shop/cart"), try rate("both"))
            #expect(abs((one + other) / both - 1) < 0.2, "\(one) and \(other) of \(both)")
            let pages = try CasePages()
            let arguments = ["timeout", "20", Programs.sretop, "--once", "--size", "100x30", "--service", "nonsense"]
            let page = "\(pages.url)/\(PageCase.collector)"
            let unknown = try withExtendedLifetime(pages) {
                try Programs.run("/usr/bin/env", arguments + ["--scrape", page])
            }
            #expect(unknown.status != 0 && unknown.status != 124, "\(unknown.output)")
            #expect(unknown.output.contains("nonsense"), "\(unknown.output)")
        }

        @Test("Weeks and years are durations in a file of objectives")
        func durations() throws {
            let folder = try CasePages.folder()
            let made = try Programs.run(Programs.sretop, ["rules", "\(folder)/durations/slo.yaml"])
            #expect(made.status == 0, "\(made.output)")
        }

        @Test("What is pushed has no up to be absent")
        func pushed() throws {
            let folder = try CasePages.folder()
            let made = try Programs.run(Programs.sretop, ["rules", "\(folder)/rules-for-pushed-metrics/otlp.yaml"])
            #expect(made.status == 0 && made.output.contains("alert:"), "\(made.output)")
            #expect(!made.output.contains("absent(up"), "\(made.output)")
            let absent = "absent(target_info{job=\"shop/checkout\"}) unless on ()"
            #expect(made.output.contains(absent), "\(made.output)")
        }
    }
}

/// A page, and what has to be said of it.
struct PageCase: CustomTestStringConvertible, Sendable {
    static let collector = "grow/service-flag-on-page/collector.prom"

    /// Each page's counters grow by four per mille each second: 109.8 requests for the 27,445 of goodgo.prom.
    static let all = [
        PageCase("a redirect within the origin is followed", "moved/mixed-scrape-intervals/goodgo.prom", rate: 109.8),
        PageCase("a page that takes 3 s is up", "slow/mixed-scrape-intervals/goodgo.prom", seconds: 30, rate: 109.8),
        PageCase("a page said to be HTML is read", "html/mixed-scrape-intervals/goodgo.prom", rate: 109.8),
        PageCase("a JSON page is called JSON", "json/x", word: "json"),
        PageCase("an up on the page is not its health", "grow/up-on-page/page.prom", rate: 109.6, never: "DOWN"),
        PageCase("dotted names are found", "grow/otel-dotted-names/page.prom", rate: 109.8),
        PageCase("times of their own, 40 s behind", "stamped/own-timestamps/stamped.prom", seconds: 40, rate: 194),
        PageCase("seconds for milliseconds are named", "seconds/own-timestamps/tssec.prom", word: "seconds"),
        PageCase(
            "workers that answer in turn",
            "turns/several-workers-one-address",
            word: "several processes",
            never: " ok, "
        ),
    ]

    let testDescription: String
    let path: String
    let seconds: Int
    /// Requests a second that have to be shown, give or take 15 %.
    let rate: Double?
    /// What a line has to say, in lower case.
    let word: String?
    /// What no line may say.
    let never: String?

    init(
        _ description: String,
        _ path: String,
        seconds: Int = 20,
        rate: Double? = nil,
        word: String? = nil,
        never: String? = nil
    ) {
        testDescription = description
        self.path = path
        self.seconds = seconds
        self.rate = rate
        self.word = word
        self.never = never
    }

    func isWanted(_ line: String) -> Bool {
        if let word { return line.lowercased().contains(word) }
        guard let rate, let shown = CasePages.number("RPS", in: line) else { return false }
        return abs(shown / rate - 1) < 0.15
    }

    static func watch() throws -> [String: [String]] {
        let pages = try CasePages()
        let services = [("shop/checkout", ["--service", "shop/checkout"]), ("shop/cart", ["--service", "shop/cart"])]
        let choices = (services + [("both", [])]).map { name, options in
            CaseQuestion(name: name, arguments: ["--scrape", "\(pages.url)/\(collector)"] + options) { line in
                (CasePages.number("RPS", in: line) ?? 0) > 50
            }
        }
        let each = all.map { one in
            CaseQuestion(
                name: one.testDescription,
                arguments: ["--scrape", "\(pages.url)/\(one.path)"],
                seconds: one.seconds,
                isWanted: one.isWanted
            )
        }
        // They end when nobody holds them.
        return withExtendedLifetime(pages) { CaseQuestion.ask(each + choices) }
    }
}
