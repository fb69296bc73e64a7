import ArgumentParser
import GoldenSignals
import PromClient
import PromModel
import PromQL

/// `sretop query`: one PromQL expression against any source.
struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask a Prometheus, or a page scraped directly, for a PromQL expression.",
        discussion: """
            With --range it asks for every --step of that time up to now, else for one moment. A page that is scraped \
            directly has no past: its samples are collected for --collect first. Ends with 1 for a wrong expression \
            and 3 where the source gives no answer.
            """
    )

    @Argument(help: "The expression, such as 'rate(http_requests_total[1m])'.")
    var expression: String

    @OptionGroup(title: "Source") var source: SourceOptions

    @Option(help: "Back from now, such as 30m: a value each --step of it.")
    var range: DurationArgument?

    @Option(help: "Between two values of --range; a hundredth of it, at least 1s.")
    var step: DurationArgument?

    @Option(help: "The moment, in seconds since 1970; now where none is given.")
    var at: Double?

    @Option(help: "How long a page is scraped, each second, before its samples are asked.")
    var collect: DurationArgument?

    @Flag(help: "The answer as the API gives it.")
    var json = false

    @Option(help: "How long a Prometheus may take; at most 1h.")
    var timeout = DurationArgument(.seconds(30))

    func validate() throws {
        guard range != nil || step == nil else { throw ValidationError("--step needs --range") }
        if let at, !at.isFinite || abs(at) > 1e11 { throw ValidationError("--at is no moment in seconds") }
        if let range, let step, range.duration > step.duration * 11_000 {
            throw ValidationError("--range holds more than 11000 steps: no Prometheus answers that")
        }
        if let collect, collect.duration > .seconds(3600) { throw ValidationError("--collect is at most 1h") }
        guard timeout.duration <= .seconds(3600) else { throw ValidationError("--timeout is at most 1h") }
    }

    func run() async throws {
        switch try RunSettings(source: source, screen: ScreenOptions.none()).choice() {
        case .prometheus(let access): try await ask(access)
        case .pages(let targets): try await ask(targets)
        case .search:
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                StandardError.print("sretop: \(text)")
                try await ask(access)
            case .pages(let targets, let text):
                StandardError.print("sretop: \(text)")
                try await ask(targets)
            case .nothing(let text):
                StandardError.print("sretop: \(text)")
                StandardError.print("sretop: \(SourceSearch.advice)")
                throw ExitCode(3)
            }
        }
    }

    private var moment: Timestamp { at.map { Timestamp(seconds: $0) } ?? WallClock.now() }

    private var steps: (start: Timestamp, step: Duration)? {
        range.map { range in
            (
                moment - range.duration,
                step?.duration ?? max(.seconds(1), .milliseconds(range.duration.milliseconds / 100))
            )
        }
    }

    private func ask(_ access: PrometheusAccess) async throws {
        for note in access.notes { StandardError.print("sretop: \(note)") }
        let outcome = await answer(access)
        await access.close()
        switch outcome {
        case .success(let text):
            if !text.isEmpty { print(text) }
        case .failure(let failure):
            StandardError.print("sretop: \(access.url.display): \(failure)")
            throw ExitCode(failure.isAboutTheQuery ? 1 : 3)
        }
    }

    private func answer(_ access: PrometheusAccess) async -> Result<String, APIFailure> {
        do throws(APIFailure) {
            var api = access.api(timeout: timeout.duration)
            if let info = try? await api.buildInfo() {
                api = api.adding(parameters: Dialect(buildInfo: info.value, traits: info.traits).parameters)
            }
            if json {
                let bytes: [UInt8]
                if let steps {
                    let end = moment
                    bytes = try await api.rawQueryRange(
                        expression,
                        from: steps.start,
                        through: end,
                        step: steps.step
                    ).value
                } else {
                    bytes = try await api.rawQuery(expression, at: at == nil ? nil : moment).value
                }
                let text = String(decoding: bytes, as: UTF8.self)
                // The server's bytes are for programs; a person gets them without what could act on the terminal.
                return .success(StandardOutput.isTerminal ? JSONText.harmless(text) : text)
            }
            var warnings: [String] = []
            var result: QueryResult
            if let steps {
                let answer = try await api.queryRange(
                    expression,
                    from: steps.start,
                    through: moment,
                    step: steps.step
                )
                warnings = answer.warnings + answer.infos
                result = .matrix(answer.value)
            } else {
                let answer = try await api.query(expression, at: at == nil ? nil : moment)
                warnings = answer.warnings + answer.infos
                result = answer.value.result
            }
            for warning in warnings { StandardError.print("sretop: \(warning)") }
            return .success(QueryTable(result).lines.joined(separator: "\n"))
        } catch {
            return .failure(error)
        }
    }

    private func ask(_ targets: [ScrapeTarget]) async throws {
        let tree: Expression
        do throws(PromQLSyntaxError) {
            tree = try PromQLParser.parse(expression)
        } catch {
            StandardError.print("sretop: the query is wrong: \(error)")
            throw ExitCode(1)
        }
        // A rate needs two samples: without a wish it gets a few.
        if collect == nil, let range, range.duration > .seconds(3600) {
            throw ValidationError("a page has no past: --range of a page is at most 1h, the time that it is scraped")
        }
        let wanted = collect?.duration ?? (range?.duration ?? (expression.contains("[") ? .seconds(5) : .zero))
        if wanted >= .seconds(10) {
            StandardError.print("sretop: scraping for \(wanted.components.seconds)s; a page has no past")
        }
        let transport = AsyncHTTPTransport()
        let pages = PageCollection(targets: targets, transport: transport)
        let failure = await pages.collect(for: wanted)
        await transport.close()
        if let failure {
            StandardError.print("sretop: \(failure)")
            throw ExitCode(3)
        }
        do throws(PromQLError) {
            let engine = PromQLEngine()
            let store = await pages.store
            let end = at.map { Timestamp(seconds: $0) } ?? WallClock.now()
            let result: QueryResult
            if let steps {
                result = .matrix(
                    try engine.range(tree, from: steps.start, through: end, step: steps.step, in: store)
                )
            } else {
                result = try engine.instant(tree, at: end, in: store)
            }
            print(json ? result.apiJSON : QueryTable(result).lines.joined(separator: "\n"))
        } catch {
            StandardError.print("sretop: \(error)")
            throw ExitCode(1)
        }
    }
}
