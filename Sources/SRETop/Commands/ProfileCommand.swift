import ArgumentParser
import Detection
import GoldenSignals
import PromClient
import PromModel
import PromQL

/// `sretop profile`: how kinds of services are described.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Describe a kind of service.",
        subcommands: [Suggest.self]
    )

    /// `sretop profile suggest`: the YAML that takes a service by what is found in its metrics.
    struct Suggest: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "suggest",
            abstract: "Print the profile that would take a service, found in its metrics.",
            discussion: """
                The YAML goes into the configuration file. What was chosen and why stands above it, and what was not \
                taken. Ends with 1 where nothing counts requests, 3 where there is no answer.
                """
        )

        @Option(help: "A metrics page in a file; - for standard input.")
        var file: String?

        @Option(help: "The name of the profile.")
        var name = "my-service"

        @OptionGroup(title: "Source") var source: SourceOptions

        func validate() throws {
            guard file == nil || (source.scrape.isEmpty && source.prometheus == nil) else {
                throw ValidationError("--file is a source by itself")
            }
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
            else {
                throw ValidationError.quoting("--name '\(name)' is no name: letters, digits, '-', '_' and '.'")
            }
        }

        func run() async throws {
            let evidence: MetricEvidence
            if let file {
                do throws(PageFile.Failure) {
                    evidence = MetricEvidence(page: try PageFile.read(file))
                } catch {
                    StandardError.print("sretop: \(error)")
                    throw ExitCode(3)
                }
            } else {
                evidence = try await scraped()
            }
            try suggest(SignalDetector.detect(evidence, elsewhere: MetricProfile.builtin.elsewhere))
        }

        private func suggest(_ result: DetectionResult) throws {
            let found = DetectionText.lines(result).map(TextCharacters.harmless)
            guard let signals = result.signals, let profile = MetricProfile(detected: signals, resources: []) else {
                for line in found { StandardOutput.print("# \(line)") }
                throw ExitCode(1)
            }
            StandardOutput.print(ProfileText.yaml(profile, name: name, comments: found))
        }

        /// What the pages tell that were asked for.
        private func scraped() async throws -> MetricEvidence {
            let run = try RunSettings(source: source, screen: ScreenOptions.none())
            guard case .pages(let targets) = try run.choice() else {
                throw ValidationError("give --file PAGE, or --scrape URL")
            }
            let transport = AsyncHTTPTransport(proxies: .environment)
            let scraper = Scraper(
                transport: transport,
                timeout: .seconds(10),
                version: ProgramVersion.text,
                limits: run.scraping.limits
            )
            var pages: [(target: Labels, page: Exposition)] = []
            var failure: String?
            for target in targets {
                switch await scraper.scrape(target, at: WallClock.now()).scrape.outcome {
                case .success(let page): pages.append((target.labels, page))
                case .failure(let reason, _): failure = "\(target.instance): \(reason)"
                }
            }
            await transport.close()
            guard !pages.isEmpty else {
                StandardError.print("sretop: \(failure ?? "no page was read")")
                throw ExitCode(3)
            }
            return MetricEvidence(pages: pages)
        }
    }
}
