#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a driver wrote with `--json`, as far as it is needed to merge runs.
package struct LoadRecordFile: Sendable, Decodable {
    /// One clock of a run; times in seconds.
    package struct Clock: Sendable, Decodable {
        let times: [[Double]]
        let atLeast: Int
        let leastBound: Double?

        enum CodingKeys: String, CodingKey {
            case times
            case atLeast = "at_least"
            case leastBound = "least_bound"
        }

        func add(to histogram: inout CensoredHistogram) {
            let read = times.compactMap { pair -> (nanoseconds: Int64, count: Int)? in
                guard pair.count == 2, let time = Self.nanoseconds(pair[0]), (0...1e15).contains(pair[1]) else {
                    return nil
                }
                return (time, Int(pair[1]))
            }
            histogram.add(read, bounds: atLeast, smallestBound: leastBound.flatMap(Self.nanoseconds))
        }

        private static func nanoseconds(_ seconds: Double) -> Int64? {
            (0...1e6).contains(seconds) ? Int64((seconds * 1e9).rounded()) : nil
        }
    }

    private struct Effort: Sendable, Decodable {
        let processor: Double
        let denied: Double?
        let elapsed: Double
        let answers: Int
    }

    private struct Counts: Sendable, Decodable {
        let sent: Int
        let timeout: Int
        let connection: Int
        let notHTTP: Int
        let shed: Int
        let unfinished: Int
        let skipped: Int
        let retried: Int
        let repeated: Int?
        let refused: Int?

        enum CodingKeys: String, CodingKey {
            case sent, timeout, connection, shed, unfinished, skipped, retried, repeated, refused
            case notHTTP = "not_http"
        }
    }

    /// What was loaded.
    package let url: String
    let loop: String
    let connections: Int
    let connectionLimitReached: Bool?
    let mostInUse: Int?
    private let count: Counts
    private let status: [String: Int]
    let response: Clock
    let service: Clock
    let lag: Clock
    let wait: Clock
    private let efforts: [Effort]?

    enum CodingKeys: String, CodingKey {
        case url, loop, connections, count, status, response, service, lag, wait, efforts
        case connectionLimitReached = "connection_limit_reached"
        case mostInUse = "most_in_use"
    }

    /// Why a file is none.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        /// One line for a person.
        package let description: String

        /// Wraps a line.
        package init(description: String) {
            self.description = description
        }
    }

    /// Reads a file's bytes.
    package static func read(_ bytes: [UInt8]) throws(Failure) -> LoadRecordFile {
        do {
            return try JSONDecoder().decode(LoadRecordFile.self, from: Data(bytes))
        } catch {
            throw Failure(description: "it is not what 'sretop load --json' writes")
        }
    }

    var loadCount: LoadCount {
        var read = LoadCount()
        read.sent = count.sent
        for index in read.byClass.indices { read.byClass[index] = status["\(index + 1)xx"] ?? 0 }
        (read.timeouts, read.connectionErrors) = (count.timeout, count.connection)
        (read.protocolErrors, read.shed) = (count.notHTTP, count.shed)
        (read.unfinished, read.skipped) = (count.unfinished, count.skipped)
        (read.retried, read.repeated) = (count.retried, count.repeated ?? 0)
        read.refused = count.refused ?? 0
        return read
    }

    var loadEfforts: [LoadEffort] {
        (efforts ?? []).map {
            LoadEffort(
                processor: .seconds($0.processor),
                denied: .seconds($0.denied ?? 0),
                elapsed: .seconds($0.elapsed),
                answers: $0.answers
            )
        }
    }
}
