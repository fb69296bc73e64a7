import ArgumentParser
import GoldenSignals
import PromClient

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The options that say where numbers come from, and how it is reached.
struct SourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A Prometheus, or what speaks its language, as http://HOST:PORT/PREFIX; also PROMETHEUS_URL.",
            valueName: "url"
        )
    )
    var prometheus: String?

    @Option(help: ArgumentHelp("A metrics page, as http://HOST:PORT/PATH; may be repeated.", valueName: "url"))
    var scrape: [String] = []

    @Option(
        help: ArgumentHelp(
            "Credentials and TLS, in the file format that Prometheus and promtool share.",
            valueName: "file"
        )
    )
    var httpConfig: String?

    @Option(
        help: ArgumentHelp(
            "A header for the Prometheus, as 'Name: value' or 'Name: @FILE'; may be repeated.",
            valueName: "header"
        )
    )
    var header: [String] = []

    @Option(help: ArgumentHelp("A file with profiles of your own.", valueName: "file"))
    var config: String?

    func validate() throws {
        guard prometheus == nil || scrape.isEmpty else {
            throw ValidationError("give either --prometheus or --scrape: there is one source at a time")
        }
        for text in scrape where ScrapeTarget(text) == nil {
            throw ValidationError("'\(text)' is no URL to scrape: write http://HOST:PORT/metrics")
        }
        guard ScrapeTarget.distinct(scrape.compactMap { ScrapeTarget($0) }) != nil else {
            throw ValidationError("--scrape names a page twice: its requests would count twice")
        }
    }

    /// What was asked for, with everything read that it takes.
    ///
    /// - Throws: `ValidationError` that names the flag, the file or the variable.
    func resolve() throws -> SourceChoice {
        let environment = ProcessInfo.processInfo.environment
        guard scrape.isEmpty else {
            guard httpConfig == nil, header.isEmpty else {
                throw ValidationError("--http-config and --header are for --prometheus: pages are scraped without")
            }
            return .pages(ScrapeTarget.distinct(scrape.compactMap { ScrapeTarget($0) }) ?? [])
        }
        let variable = environment["PROMETHEUS_URL"] ?? ""
        guard let text = prometheus ?? (variable.isEmpty ? nil : variable) else {
            guard httpConfig == nil, header.isEmpty else {
                throw ValidationError("--http-config and --header need --prometheus URL (or PROMETHEUS_URL)")
            }
            return .search
        }
        let flag = prometheus == nil ? "PROMETHEUS_URL" : "--prometheus"
        let url: PrometheusURL
        do throws(PrometheusURL.Problem) {
            url = try PrometheusURL(text)
        } catch {
            throw ValidationError("\(flag): \(error)")
        }
        do throws(AccessFailure) {
            let access = try HTTPAccess.resolve(file: httpConfig, headers: header, environment: environment)
            return .prometheus(try PrometheusAccess(url: url, access: access))
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// The profiles: the user's own before those that come with sretop.
    func profiles() throws -> [MetricProfile] {
        let builtin = MetricProfile.builtin
        guard let path = try configPath() else { return builtin.profiles }
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw ValidationError("cannot read the configuration file '\(path)'")
        }
        do throws(ProfileFile.Failure) {
            let text = String(decoding: data, as: UTF8.self)
            let own = try ProfileFile.read(text, name: path, inherited: builtin.resources).profiles
            let names = Set(own.map(\.name))
            return own + builtin.profiles.filter { !names.contains($0.name) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// The file named, else the usual one where it is there.
    private func configPath() throws -> String? {
        if let config { return config }
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        let folder = home ?? environment["HOME"].map { "\($0)/.config" }
        guard let path = folder.map({ "\($0)/sretop/config.yaml" }) else { return nil }
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}

/// Where numbers come from.
enum SourceChoice: Sendable {
    /// A Prometheus, and the way there.
    case prometheus(PrometheusAccess)
    /// Metrics pages.
    case pages([ScrapeTarget])
    /// Nothing was said: look around on this machine.
    case search
}
