import Foundation
import Testing

extension Parts {
    /// Waits until the Prometheus holds samples of these jobs' requests, and knows the jobs as its targets.
    func waitForSamples(of jobs: [String]) throws {
        let source = try url("prometheus")
        waitUntil(20, "samples of \(jobs.joined(separator: ", ")) in Prometheus") {
            jobs.allSatisfy { Self.isCounted($0, by: source) }
        }
    }

    private static func isCounted(_ job: String, by prometheus: String) -> Bool {
        let names = "http_requests_total|.*_http_requests_total|alertmanager_http_request_duration_seconds_count"
        let query = "count({__name__=~\"\(names)\",job=\"\(job)\",handler!~\"/metrics|/-/.*\"})"
        let encoded = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = text("\(prometheus)/api/v1/query?query=\(encoded)")
        return answer.contains("\"value\"") && text("\(prometheus)/api/v1/targets").contains("\"job\":\"\(job)\"")
    }

    private static func text(_ url: String) -> String {
        String(decoding: (try? Loopback.get(url)) ?? Data(), as: UTF8.self)
    }
}
