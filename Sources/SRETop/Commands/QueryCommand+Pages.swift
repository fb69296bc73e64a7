import ArgumentParser
import PromClient
import PromModel
import PromQL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Expressions that are evaluated here.
extension QueryCommand {
    func ask(_ targets: [ScrapeTarget], _ run: RunSettings) async throws {
        // A rate needs two samples: without a wish it gets a few.
        if collect == nil, let range, range.duration > .seconds(3600) {
            throw ValidationError("a page has no past: --range of a page is at most 1h, the time that it is scraped")
        }
        let tree = try parsed()
        let wanted = collect?.duration ?? (range?.duration ?? (expression.contains("[") ? .seconds(5) : .zero))
        if wanted >= .seconds(10) {
            StandardError.print("sretop: scraping for \(wanted.components.seconds)s; a page has no past")
        }
        let transport = AsyncHTTPTransport(proxies: .environment)
        let pages = PageCollection(targets: targets, transport: transport, options: run.scraping)
        let failure = await pages.collect(for: wanted)
        await transport.close()
        if let failure {
            StandardError.print("sretop: \(failure)")
            throw ExitCode(3)
        }
        try await answer(tree, from: await pages.store, at: moment ?? WallClock.now())
    }

    /// Asks a page in a file: at its newest sample, where its samples have timestamps.
    func ask(file: String) async throws {
        let tree = try parsed()
        let page: Exposition
        do throws(PageFile.Failure) {
            page = try PageFile.read(file)
        } catch {
            StandardError.print("sretop: \(error)")
            throw ExitCode(3)
        }
        let newest = (page.samples.compactMap(\.timestamp) + page.histograms.compactMap(\.timestamp)).max()
        let moment = moment ?? newest ?? WallClock.now()
        let store = SampleStore(page, at: moment)
        if store.outOfOrderCount > 0 {
            StandardError.print(
                "sretop: \(store.outOfOrderCount) samples of one series and one time had another value: the first counts"
            )
        }
        try await answer(tree, from: store, at: moment)
    }

    private func parsed() throws -> PromQL.Expression {
        do throws(PromQLSyntaxError) {
            return try PromQLParser.parse(expression, features: promqlFeatures ?? .usual)
        } catch {
            StandardError.print("sretop: the query is wrong: \(error)")
            if let quotingAdvice { StandardError.print("sretop: \(quotingAdvice)") }
            throw ExitCode(1)
        }
    }

    /// Evaluates an expression here, and prints the answer.
    private func answer(_ tree: PromQL.Expression, from store: SampleStore, at moment: Timestamp) async throws {
        let log = AnnotationLog()
        do throws(PromQLError) {
            let engine = PromQLEngine()
            let result: QueryResult
            if let steps = steps(until: moment) {
                // Nothing else runs in this process that the cores are wanted for.
                result = .matrix(
                    try await engine.range(
                        tree,
                        from: steps.start,
                        through: moment,
                        step: steps.step,
                        in: store,
                        cores: ProcessInfo.processInfo.activeProcessorCount,
                        log: log
                    )
                )
            } else {
                result = try engine.instant(tree, at: moment, in: store, log: log)
            }
            for annotation in log.annotations { StandardError.print("sretop: \(annotation)") }
            // As JSON both go into one answer.
            let (numbers, histograms) = form == .json ? (result, []) : result.separated
            let text = output(until: moment).text(numbers, histograms: histograms)
            if !text.isEmpty { print(text) }
        } catch {
            StandardError.print("sretop: \(error)")
            throw ExitCode(1)
        }
    }
}
