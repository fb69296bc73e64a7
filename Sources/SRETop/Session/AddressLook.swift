import ArgumentParser
import PromClient

/// Finds out what an address is that was given without a word: a Prometheus, or a page of metrics.
enum AddressLook {
    /// How long the answer is waited for before the screen opens.
    private static let patience = Duration.seconds(2)

    /// The options with the addresses as a Prometheus or as pages.
    ///
    /// Several addresses are pages, and so is one whose path says so. What answers, and not as a Prometheus does, is a
    /// page.
    /// - Throws: `ValidationError` for what is no address, and where nothing answers that could tell.
    static func sorted(
        _ addresses: [String],
        into source: SourceOptions,
        screen: ScreenOptions
    ) async throws -> SourceOptions {
        guard let first = addresses.first else { return source }
        for text in addresses where !isAddress(text) {
            throw ValidationError.quoting("'\(text)' is no command and no address: 'sretop --help' lists the commands")
        }
        guard source.prometheus == nil, source.scrape.isEmpty, source.source == nil else {
            throw ValidationError.quoting(
                "'\(first)' and an option that names a source: there is one source at a time"
            )
        }
        var pages = source
        pages.scrape = addresses
        try pages.validate()
        guard addresses.count == 1, !isNamedPage(first) else { return pages }
        var server = source
        server.prometheus = first
        guard case .prometheus(let access) = try RunSettings(source: server, screen: screen).choice() else {
            return pages
        }
        let failure = await failure(of: access)
        await access.close()
        switch failure {
        case nil, .unauthorized, .forbidden, .notReady, .overloaded, .internalError, .queryTimedOut: return server
        case .transport(let failure):
            throw ValidationError.quoting(
                "'\(first)' does not say what it is (\(failure)): --prometheus \(first) or --scrape \(first) waits for it"
            )
        default:
            if let target = ScrapeTarget(first), await isMissing(target) {
                StandardError.print(
                    "sretop: \(target.instance) has neither the API of a Prometheus at its root nor a page at "
                        + "\(target.path); one behind a path prefix is given with it: --prometheus "
                        + "\(target.instance)/PREFIX"
                )
            }
            return pages
        }
    }

    /// Whether nothing is where a page would be.
    private static func isMissing(_ target: ScrapeTarget) async -> Bool {
        let transport = AsyncHTTPTransport(proxies: .environment)
        let question = HTTPQuestion(url: target.url, timeout: patience, bodyLimit: Scraper.bodyLimit)
        let answer = try? await transport.ask(question)
        await transport.close()
        return answer?.status == 404
    }

    private static func failure(of access: PrometheusAccess) async -> APIFailure? {
        do throws(APIFailure) {
            _ = try await access.api(timeout: patience).query("time()")
            return nil
        } catch {
            return error
        }
    }

    /// Whether a word is meant for an address: one that was mistyped for a command is not.
    private static func isAddress(_ text: String) -> Bool {
        ScrapeTarget(text) != nil && (text == "localhost" || text.contains(".") || text.contains(":"))
    }

    private static func isNamedPage(_ text: String) -> Bool {
        let path = text.prefix { $0 != "?" && $0 != "#" }
        return path.hasSuffix("/metrics") || path.hasSuffix("/federate") || path.hasSuffix("/prometheus")
    }
}
