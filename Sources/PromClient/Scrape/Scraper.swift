package import GoldenSignals
package import PromModel
package import PromQL

/// Fetches and reads a page of metrics, as Prometheus would.
package struct Scraper: Sendable {
    /// What one scrape brought.
    package struct Result: Sendable {
        /// For the store.
        package let scrape: Scrape
        /// For the screen.
        package let status: TargetStatus
        /// What was learnt of the page: the target's next scrape costs less with it.
        package let cache: ExpositionCache
        /// What the page's own timestamps say; nil where it has none.
        package let stamps: SampleStamps?
    }

    /// What Prometheus 3 sends by default, and what is read where a service has nothing else: the weights decide which format a service answers in.
    static let accept = """
        application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,\
        application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,\
        text/plain;version=0.0.4;q=0.3,*/*;q=0.2,\
        application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.1
        """
    /// A page is read up to this size after decompression.
    package static let bodyLimit = 64 * 1_048_576

    private let transport: any HTTPTransport
    private let timeout: Duration
    private let userAgent: String
    private let limits: ScrapeLimits

    /// A scraper that gives each page `timeout`, redirects within its origin included; a page beyond `limits` has failed.
    package init(
        transport: any HTTPTransport,
        timeout: Duration,
        version: String,
        limits: ScrapeLimits = ScrapeLimits()
    ) {
        self.limits = limits
        self.transport = RedirectingTransport(transport)
        self.timeout = timeout
        userAgent = "sretop/\(version)"
    }

    /// Scrapes one page, stamped with the moment when its answer began, or else when it was asked for: `start`, or when
    /// there was a connection.
    ///
    /// Counters are read for the answer: of one that is long in coming they are not of when it was asked for.
    ///
    /// A failure is a result, never an error: a dead target is news, not an exception. `cache` is what the target's
    /// last scrape learnt. With `onNewConnection` the connection is not kept for the next scrape, so that another process
    /// of those that share the address may answer.
    package func scrape(
        _ target: ScrapeTarget,
        at start: Timestamp,
        cache: consuming ExpositionCache = ExpositionCache(),
        onNewConnection: Bool = false
    ) async -> Result {
        let clock = ContinuousClock.now
        var stampedAt: ContinuousClock.Instant?
        let outcome = await fetch(target, onNewConnection, &cache, &stampedAt)
        let duration = ContinuousClock.now - clock
        // To the millisecond, as samples are stamped.
        let start = start + .milliseconds(stampedAt.map { Int(max(.zero, $0 - clock) / .milliseconds(1)) } ?? 0)
        let scrape = Scrape(target: target.labels, start: start, duration: duration, outcome: outcome)
        var stamps: SampleStamps?
        if case .success(let page) = outcome { stamps = SampleStamps(page, at: start) }
        var status = status(of: scrape, instance: target.instance)
        status.stampProblem = stamps?.problem
        return Result(scrape: scrape, status: status, cache: cache, stamps: stamps)
    }

    private func fetch(
        _ target: ScrapeTarget,
        _ onNewConnection: Bool,
        _ cache: inout ExpositionCache,
        _ stampedAt: inout ContinuousClock.Instant?
    ) async -> Scrape.Outcome {
        let bodyLimit = min(Self.bodyLimit, limits[.bodySize] ?? Self.bodyLimit)
        var question = HTTPQuestion(url: target.url, timeout: timeout, bodyLimit: bodyLimit)
        question.headers = [
            ("Accept", Self.accept), ("Accept-Encoding", "gzip"), ("User-Agent", userAgent),
            ("X-Prometheus-Scrape-Timeout-Seconds", "\(timeout / .seconds(1))"),
        ]
        if onNewConnection { question.headers.append(("Connection", "close")) }
        do throws(TransportFailure) {
            let answer = try await transport.ask(question)
            stampedAt = answer.answeredAt ?? answer.sentAt
            return read(answer, of: target, &cache)
        } catch {
            return .failure(reason: "\(error)")
        }
    }

    /// What an answer that is no page says; where it leads, if it is a redirect that was not followed.
    private static func statusText(_ answer: HTTPAnswer, to target: ScrapeTarget) -> String {
        let text = "it answers HTTP status \(answer.status) to \(target.path)"
        guard (300..<400).contains(answer.status), let goal = answer.header("Location"), !goal.isEmpty else {
            return text
        }
        return "\(text), and leads to \(goal.prefix(100)): redirects are followed within one origin only"
    }

    /// Reads an answer.
    ///
    /// As in Prometheus one malformed line is a failure of the whole page, with the place and the reason: half a page
    /// would look like a service that lost its traffic.
    private func read(
        _ answer: HTTPAnswer,
        of target: ScrapeTarget,
        _ cache: inout ExpositionCache
    ) -> Scrape.Outcome {
        guard answer.status == 200 else { return .failure(reason: Self.statusText(answer, to: target)) }
        // As in Prometheus: a target that has nothing to tell is up.
        guard !answer.body.isEmpty else { return .success(Exposition()) }
        if let refusal = PageKind.refusal(of: answer) { return .failure(reason: refusal) }
        var page = cache.parse(answer.body, format: ExpositionFormat(contentType: answer.contentType))
        if let problem = page.problems.first {
            if let name = PageKind.name(of: answer) { return .failure(reason: name, scraped: page.scrapedCount) }
            let what = page.samples.isEmpty ? "its page is not metrics" : "its page is malformed"
            let isText = ExpositionFormat(contentType: answer.contentType) != .protobuf
            let (unit, part) = isText ? ("line", "column") : ("message", "byte")
            let place = "\(unit) \(problem.line), \(part) \(problem.column)"
            return .failure(reason: "\(what), \(place): \(problem.kind.text)", scraped: page.scrapedCount)
        }
        if let violation = limits.violation(by: page, of: target.labels) {
            return .failure(reason: violation, scraped: page.scrapedCount)
        }
        if RangeBuckets.mayBe(in: answer.body) { page.histograms += RangeBuckets.histograms(of: page) }
        // Prometheus 2 reads a page whatever its header says, and so do we; Prometheus 3 does not, which is worth a word.
        if let problem = ExpositionFormat.problem(withContentType: answer.contentType) { page.problems = [problem] }
        return .success(page)
    }

    private func status(of scrape: Scrape, instance: String) -> TargetStatus {
        var failure: String?
        var defect: String?
        switch scrape.outcome {
        case .success(let page): defect = page.problems.first.map { "\($0)" }
        case .failure(let reason, _): failure = reason
        }
        return TargetStatus(
            instance: instance,
            failure: failure,
            defect: defect,
            scrapedAt: scrape.start,
            duration: scrape.duration
        )
    }
}
