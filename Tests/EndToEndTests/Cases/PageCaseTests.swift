import Foundation
import Testing

extension EndToEnd {
    /// Situations that people reported, on a service's own page.
    @Suite("Reported situations, on a page", .serialized)
    struct PageCaseTests {
        /// A page, what is said with it, and a line that has to come.
        struct Case: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let page: String
            let seconds: Int
            /// Requests a second that the page's counters grow by.
            let rate: Double?
            /// A word of the line, in any case.
            let word: String?
            /// What no line may say.
            let never: String?

            init(
                _ description: String,
                _ page: String,
                seconds: Int = 15,
                rate: Double? = nil,
                word: String? = nil,
                never: String? = nil
            ) {
                testDescription = description
                self.page = page
                self.seconds = seconds
                self.rate = rate
                self.word = word
                self.never = never
            }
        }

        /// 27,445 requests of goodgo.prom, four per mille each second; the others likewise.
        static let cases = [
            Case("a redirect within the origin is followed", "moved/mixed-scrape-intervals/goodgo.prom", rate: 109.8),
            Case("a page that takes 3 s is up", "slow/mixed-scrape-intervals/goodgo.prom", seconds: 30, rate: 109.8),
            Case("a page said to be HTML is read", "html/mixed-scrape-intervals/goodgo.prom", rate: 109.8),
            Case("a JSON page is called JSON", "json/x", word: "JSON"),
            Case(
                "an up on the page is not the target's health",
                "grow/up-on-page/page.prom",
                rate: 109.6,
                never: "DOWN"
            ),
            Case("dotted names are found", "grow/otel-dotted-names/page.prom", rate: 110),
            Case("times of their own, 40 s behind", "stamped/own-timestamps/stamped.prom", seconds: 40, rate: 194),
            Case("seconds for milliseconds are named", "grow/own-timestamps/tssec.prom", word: "seconds"),
            Case(
                "workers that answer in turn",
                "turns/several-workers-one-address",
                word: "several processes",
                never: " ok, "
            ),
        ]

        @Test("It reads as it should", arguments: cases)
        func page(_ one: Case) throws {
            let pages = try CasePages()
            let arguments = ["--scrape", "\(pages.url)/\(one.page)"]
            func isWanted(_ line: String) -> Bool {
                if let word = one.word { return line.lowercased().contains(word.lowercased()) }
                guard let rate = one.rate, let shown = CasePages.number("RPS", in: line) else { return false }
                return abs(shown / rate - 1) < 0.15
            }
            let lines = try CasePages.lines(arguments, within: one.seconds, until: isWanted)
            #expect(lines.contains(where: isWanted), "\(lines.joined(separator: "\n"))")
            if let never = one.never {
                #expect(!lines.contains { $0.contains(never) }, "\(lines.joined(separator: "\n"))")
            }
        }

        @Test("A service of the page is chosen by its name, and an unknown one is an error")
        func service() throws {
            let pages = try CasePages()
            let page = "\(pages.url)/grow/service-flag-on-page/collector.prom"
            func rate(_ options: [String]) throws -> Double {
                var found: Double?
                let lines = try CasePages.lines(["--scrape", page] + options, within: 15) { line in
                    found = CasePages.number("RPS", in: line)
                    return (found ?? 0) > 50
                }
                return try #require(found, "\(lines.joined(separator: "\n"))")
            }
            let one = try rate(["--service", "shop/checkout"])
            let other = try rate(["--service", "shop/cart"])
            let both = try rate([])
            #expect(abs((one + other) / both - 1) < 0.2, "\(one) and \(other) of \(both)")
            let unknown = try Programs.run(
                "/usr/bin/env",
                [
                    "timeout", "20", Programs.sretop, "--once", "--size", "100x30", "--scrape", page, "--service",
                    "nonsense",
                ]
            )
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
        }
    }
}
