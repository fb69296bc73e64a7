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
            directly has no past: its samples are collected for --collect first. A page in a file is asked at its \
            newest timestamp, where it has any. Ends with 1 for a wrong expression and 3 where the source gives no \
            answer.
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

    @Option(help: ArgumentHelp("Ask a page in a file, or on standard input (-).", valueName: "path"))
    var file: String?

    @Option(
        help: ArgumentHelp(
            "Of pages: what is read of that which Prometheus has behind flags: all, none, or flags between commas.",
            valueName: "flags"
        ),
        transform: { text in
            guard let features = PromQLFeatures(names: text) else {
                let names = PromQLFeatures.names.map(\.name).joined(separator: ", ")
                throw ValidationError("it takes all, none, or some of \(names)")
            }
            return features
        }
    )
    var promqlFeatures: PromQLFeatures?

    @Flag var form: QueryForm?

    @Option(help: "How long a Prometheus may take; at most 1h.")
    var timeout = DurationArgument(.seconds(30))

    func validate() throws {
        guard range != nil || step == nil else { throw ValidationError("--step needs --range") }
        guard range != nil || form != .chart else { throw ValidationError("--chart needs --range") }
        if file != nil {
            guard source.prometheus == nil, source.scrape.isEmpty, source.source == nil else {
                throw ValidationError("--file is a source itself: give it without --prometheus, --scrape and --source")
            }
            guard collect == nil else {
                throw ValidationError("--collect is for pages that are scraped, not for --file")
            }
        }
        if let at, !at.isFinite || abs(at) > 1e11 { throw ValidationError("--at is no moment in seconds") }
        if let range, let step, range.duration > step.duration * 11_000 {
            throw ValidationError("--range holds more than 11000 steps: no Prometheus answers that")
        }
        if let collect, collect.duration > .seconds(3600) { throw ValidationError("--collect is at most 1h") }
        guard timeout.duration <= .seconds(3600) else { throw ValidationError("--timeout is at most 1h") }
    }

    func run() async throws {
        if let file { return try await ask(file: file) }
        let run = try RunSettings(source: source, screen: ScreenOptions.none())
        switch try run.choice() {
        case .prometheus(let access): try await ask(access)
        case .pages(let targets): try await ask(targets, run)
        case .search:
            switch await SourceSearch().look() {
            case .prometheus(let access, let text):
                StandardError.print("sretop: \(text)")
                try await ask(access)
            case .pages(let targets, let text):
                StandardError.print("sretop: \(text)")
                try await ask(targets, run)
            case .nothing(let text):
                StandardError.print("sretop: \(text)")
                StandardError.print("sretop: \(SourceSearch.advice)")
                throw ExitCode(3)
            }
        }
    }

    var moment: Timestamp? { at.map { Timestamp(seconds: $0) } }

    func output(until moment: Timestamp) -> QueryOutput {
        QueryOutput(form: form, steps: steps(until: moment), end: moment)
    }

    func steps(until moment: Timestamp) -> (start: Timestamp, step: Duration)? {
        range.map { range in
            let hundredth = max(Duration.seconds(1), .milliseconds(range.duration.milliseconds / 100))
            return (moment - range.duration, step?.duration ?? hundredth)
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
            if failure.isAboutTheQuery, let quotingAdvice { StandardError.print("sretop: \(quotingAdvice)") }
            throw ExitCode(failure.isAboutTheQuery ? 1 : 3)
        }
    }

    private func answer(_ access: PrometheusAccess) async -> Result<String, APIFailure> {
        do throws(APIFailure) {
            var api = access.api(timeout: timeout.duration)
            if let info = try? await api.buildInfo() {
                api = api.speaking(Dialect(buildInfo: info.value, traits: info.traits))
            }
            let moment = moment ?? WallClock.now()
            if form == .json { return .success(try await json(api, moment)) }
            let result: QueryResult
            let histograms: [HistogramSeries]
            let remarks: [String]
            if let steps = steps(until: moment) {
                let (start, step) = steps
                let answer = try await api.queryWholeRange(expression, from: start, through: moment, step: step)
                (result, histograms) = (.matrix(answer.value.series), answer.value.histograms)
                remarks = answer.warnings + answer.infos
            } else {
                let answer = try await api.query(expression, at: at == nil ? nil : moment)
                (result, histograms) = (answer.value.result, answer.value.histograms)
                remarks = answer.warnings + answer.infos
            }
            for remark in remarks { StandardError.print("sretop: \(remark)") }
            return .success(output(until: moment).text(result, histograms: histograms))
        } catch {
            return .failure(error)
        }
    }

    /// The server's own bytes.
    private func json(_ api: PrometheusAPI, _ moment: Timestamp) async throws(APIFailure) -> String {
        let bytes: [UInt8]
        if let steps = steps(until: moment) {
            bytes = try await api.rawQueryRange(expression, from: steps.start, through: moment, step: steps.step).value
        } else {
            bytes = try await api.rawQuery(expression, at: at == nil ? nil : moment).value
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // They are for programs; a person gets them without what could act on the terminal.
        return StandardOutput.isTerminal ? JSONText.harmless(text) : text
    }
}
