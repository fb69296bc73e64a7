import ArgumentParser
import ServiceKit

/// Where a run is told.
struct LoadOutputOptions: ParsableArguments {
    @Option(help: "Write the result as JSON to a file, or to standard output as '-'.")
    var json: String?

    @Option(help: "Write a line a second as CSV to a file, or to standard output as '-'.")
    var csv: String?

    @Option(help: "Write the response times' percentiles in HdrHistogram's text format to a file.")
    var hgrm: String?

    @Option(help: "Serve the driver's own metrics on this port of 127.0.0.1 while it runs.")
    var metricsPort: Int?

    func validate() throws {
        if let metricsPort, !(0...65_535).contains(metricsPort) {
            throw ValidationError("--metrics-port is between 0 and 65535")
        }
    }

    /// The driver's page, where one is wanted; ends with 2 where its port is taken.
    func metricsPage(of driver: LoadDriver) async throws -> LoadMetricsServer? {
        guard let metricsPort else { return nil }
        do throws(ServiceError) {
            let server = try await LoadMetricsServer.start(driver, port: metricsPort)
            StandardError.print("metrics of the driver: http://127.0.0.1:\(server.port)/metrics")
            return server
        } catch {
            StandardError.print("sretop load: \(error)")
            throw ExitCode(2)
        }
    }

    /// Prints a run, and writes its files.
    func write(
        _ summary: LoadSummary,
        _ outcomes: [LoadThreshold.Outcome],
        url: String,
        requests: [LoadRequest],
        ends: LoadEnds? = nil
    ) throws {
        let report = LoadReport.text(summary, outcomes: outcomes, requests: requests, ends: ends)
        // A file on standard output is all that a program wants to read there.
        if [json, csv, hgrm].contains("-") {
            StandardError.print(report)
        } else {
            StandardOutput.print((StandardOutput.isTerminal ? "\r\u{1B}[K" : "") + report)
        }
        let command = "sretop load"
        if let json {
            let text = LoadRecord.json(summary, url: url, outcomes: outcomes, ends: ends)
            try OutputFile.write(text, to: json, command: command)
        }
        if let csv { try OutputFile.write(LoadRecord.csv(summary), to: csv, command: command) }
        if let hgrm { try OutputFile.write(summary.response.percentileText(), to: hgrm, command: command) }
    }
}
