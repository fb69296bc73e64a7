import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The routes that list, inject and switch faults.
///
/// Where there is a token they answer to who knows it, and to nobody else: behind a proxy or in a service mesh everybody
/// comes from this machine. Without one they answer to this machine alone.
struct ControlRoutes: Sendable {
    let faults: FaultBoard
    /// The token that requests have to carry; nil for none.
    let token: String?
    /// What can be given faults, and how strong ones.
    let rules: FaultRequest.Rules
    /// Whose series an injected fault may need.
    let metrics: RequestMetrics

    /// `GET /faults`, `POST /faults`, `POST /faults/reset` and `POST /faults/renew`.
    func add(to router: Router<ServiceContext>) {
        router.get("/faults") { request, context in
            try admit(request, context)
            return try list()
        }
        router.post("/faults") { request, context in
            try admit(request, context)
            return try await set(request)
        }
        router.post("/faults/reset") { request, context in
            try admit(request, context)
            faults.reset()
            return try list()
        }
        router.post("/faults/renew") { request, context in
            try admit(request, context)
            return try await renew(request)
        }
    }

    private func admit(_ request: Request, _ context: ServiceContext) throws {
        // A page in this machine's browser may post to loopback addresses too; no program sends this header.
        guard request.headers[.origin] == nil else {
            throw HTTPError(.forbidden, message: "faults are not switched from web pages")
        }
        guard let token else {
            guard !context.isFromLoopback else { return }
            throw HTTPError(
                .forbidden,
                message: "faults are switched from the service's own machine only: it was started without a token"
            )
        }
        guard let given = request.headers[.authorization], Self.isEqual(given, "Bearer \(token)") else {
            throw HTTPError(
                .unauthorized,
                headers: [.wwwAuthenticate: "Bearer"],
                message: request.headers[.authorization] == nil
                    ? "faults of this service are switched with 'Authorization: Bearer TOKEN' only"
                    : "this is not the token that the service was started with"
            )
        }
    }

    /// Takes the same time wherever the first difference is: else a token could be found byte by byte.
    private static func isEqual(_ given: String, _ expected: String) -> Bool {
        let (given, expected) = (Array(given.utf8), Array(expected.utf8))
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func list() throws -> Response {
        .json(
            String(decoding: try JSONEncoder().encode(FaultList(faults: faults.faults())), as: UTF8.self)
        )
    }

    private func set(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 16_384)
        do {
            let wanted = try JSONDecoder().decode(FaultRequest.self, from: Data(body.readableBytesView))
            try wanted.check(rules)
            prepareSeries(of: wanted)
            try faults.apply(wanted)
        } catch let problem as FaultProblem {
            throw HTTPError(.badRequest, message: problem.description)
        } catch {
            throw HTTPError(
                .badRequest,
                message: "the body must be like "
                    + "{\"fault\":\"errors\",\"route\":\"/risky\",\"share\":0.5,\"seconds\":60} or "
                    + "{\"fault\":\"errors\",\"route\":\"/risky\",\"active\":false}"
            )
        }
        return try list()
    }

    /// An error's first request is a step from 0 where its series is there before.
    private func prepareSeries(of wanted: FaultRequest) {
        let statuses: [Int]
        switch wanted.fault {
        case .errors: statuses = wanted.statuses ?? [500]
        case .queue, .dependency: statuses = [503]
        default: return
        }
        let covered = (wanted.routes ?? rules.routes).filter(rules.routes.contains)
        for route in covered { metrics.prepare(route: route, statuses: statuses) }
    }

    private func renew(_ request: Request) async throws -> Response {
        struct Body: Decodable {
            let lease: String
        }
        let body = try await request.body.collect(upTo: 4096)
        do {
            try faults.renew(try JSONDecoder().decode(Body.self, from: Data(body.readableBytesView)).lease)
        } catch let problem as FaultProblem {
            throw HTTPError(.notFound, message: problem.description)
        } catch {
            throw HTTPError(.badRequest, message: "the body must be like {\"lease\":\"NAME\"}")
        }
        return try list()
    }
}
