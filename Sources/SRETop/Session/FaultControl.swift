import PromClient
import ServiceKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The control routes of a running unstable service.
struct FaultControl: Sendable {
    /// Why a request came to nothing, for a person.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        /// The service refused what was asked; asking again is of no use.
        let isRefusal: Bool
        /// The service does not know who asks.
        var asksForToken = false
    }

    let transport: any HTTPTransport
    /// Without a path.
    let baseURL: String
    /// For services on other machines.
    var token: String?

    /// Every fault that the service knows.
    func faults() async throws(Failure) -> [Fault] { try await ask("GET", "/faults") }

    /// Injects or switches one, and tells all.
    func apply(_ request: FaultRequest) async throws(Failure) -> [Fault] {
        guard let body = try? JSONEncoder().encode(request) else {
            throw Failure(description: "the fault cannot be written as JSON", isRefusal: true)
        }
        return try await ask("POST", "/faults", body: Array(body))
    }

    /// Switches all of them off, and tells them.
    func reset() async throws(Failure) -> [Fault] { try await ask("POST", "/faults/reset") }

    /// Lets the faults of a lease act on, and tells all.
    func renew(_ lease: String) async throws(Failure) -> [Fault] {
        guard let body = try? JSONEncoder().encode(["lease": lease]) else {
            throw Failure(description: "the lease cannot be written as JSON", isRefusal: true)
        }
        return try await ask("POST", "/faults/renew", body: Array(body))
    }

    private func ask(_ method: String, _ path: String, body: [UInt8] = []) async throws(Failure) -> [Fault] {
        var question = HTTPQuestion(url: baseURL + path, timeout: .seconds(2), bodyLimit: 65_536)
        question.method = method
        question.body = body
        if let token { question.headers = [("Authorization", "Bearer \(token)")] }
        let answer: HTTPAnswer
        do throws(TransportFailure) {
            answer = try await transport.ask(question)
        } catch {
            throw Failure(description: "\(path): \(error)", isRefusal: false)
        }
        guard answer.status == 200 else {
            let reason = Self.message(answer.body).map { ": \($0)" } ?? ""
            throw Failure(
                description: "\(path) answers HTTP status \(answer.status)\(reason)",
                isRefusal: (400..<500).contains(answer.status),
                asksForToken: answer.status == 401
            )
        }
        guard let list = try? JSONDecoder().decode(FaultList.self, from: Data(answer.body)) else {
            throw Failure(description: "\(path) answers what is no list of faults", isRefusal: false)
        }
        return list.faults
    }

    /// The words of an error's body.
    private static func message(_ body: [UInt8]) -> String? {
        struct Body: Decodable {
            struct Words: Decodable { let message: String }
            let error: Words
        }
        return try? JSONDecoder().decode(Body.self, from: Data(body)).error.message
    }
}
