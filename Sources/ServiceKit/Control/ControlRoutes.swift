import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The routes that list and switch faults.
///
/// They answer requests from this machine only.
struct ControlRoutes: Sendable {
    let faults: FaultBoard

    /// `GET /faults`, `POST /faults` and `POST /faults/reset`.
    func add(to router: Router<ServiceContext>) {
        router.get("/faults") { _, context in
            try requireLoopback(context)
            return try list()
        }
        router.post("/faults") { request, context in
            try requireLoopback(context)
            return try await set(request)
        }
        router.post("/faults/reset") { _, context in
            try requireLoopback(context)
            faults.reset()
            return try list()
        }
    }

    private func requireLoopback(_ context: ServiceContext) throws {
        guard context.isFromLoopback else {
            throw HTTPError(.forbidden, message: "faults are switched from the service's own machine only")
        }
    }

    private func list() throws -> Response {
        UnstableService.json(
            String(decoding: try JSONEncoder().encode(FaultList(faults: faults.faults())), as: UTF8.self)
        )
    }

    private func set(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 4096)
        guard let wanted = try? JSONDecoder().decode(FaultSwitch.self, from: Data(body.readableBytesView)) else {
            throw HTTPError(
                .badRequest,
                message: "the body must be like {\"fault\":\"errors\",\"route\":\"/risky\",\"active\":true}"
            )
        }
        guard faults.set(wanted.fault, route: wanted.route, active: wanted.active) else {
            let known = faults.faults().map { "\($0.fault) on \($0.route)" }.joined(separator: ", ")
            throw HTTPError(
                .badRequest,
                message: "no fault \(wanted.fault) on \(wanted.route); there is: \(known)"
            )
        }
        return try list()
    }
}
