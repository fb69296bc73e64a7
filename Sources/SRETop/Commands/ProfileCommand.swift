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

        @Option(help: "On a Prometheus: the service, by its job or service label; else the only one.")
        var service: String?

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
            if let file {
                let evidence: MetricEvidence
                do throws(PageFile.Failure) {
                    evidence = MetricEvidence(page: try PageFile.read(file))
                } catch {
                    StandardError.print("sretop: \(error)")
                    throw ExitCode(3)
                }
                return try suggest(detected(evidence))
            }
            let run = try RunSettings(source: source, screen: ScreenOptions.none(), service: service)
            let choice = try run.choice()
            switch choice {
            case .pages(let targets):
                guard service == nil else { throw ValidationError("--service is for a Prometheus") }
                try suggest(detected(try await scraped(targets, run)))
            case .prometheus(let access):
                try suggest(try await asked(access, WatchSession(choice: choice, run: run)))
            case .search: throw ValidationError("give --file PAGE, --scrape URL or --prometheus URL")
            }
        }

        private func detected(_ evidence: MetricEvidence) -> DetectionResult {
            SignalDetector.detect(evidence, elsewhere: MetricProfile.builtin.elsewhere)
        }

        /// What is found in a service of a Prometheus.
        private func asked(_ access: PrometheusAccess, _ session: WatchSession) async throws -> DetectionResult {
            for note in access.notes { StandardError.print("sretop: \(note)") }
            let source = access.source(try session.sourceOptions())
            do throws(PrometheusSource.SuggestionFailure) {
                let result = try await source.detection(of: service)
                await access.close()
                return result
            } catch {
                await access.close()
                StandardError.print("sretop: \(error)")
                throw ExitCode(3)
            }
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
        private func scraped(_ targets: [ScrapeTarget], _ run: RunSettings) async throws -> MetricEvidence {
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
