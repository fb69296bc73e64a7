import Foundation
import IncidentJudge
import Incidents
import NIOCore
import NIOHTTP1
import NIOPosix
import PromModel

/// Plays incidents in the world's own time: each process has a port of its own, where its page is served.
struct LiveStage {
    /// What whoever watches has to know of an incident; instances are told by their addresses.
    private struct Account: Encodable {
        struct Expected: Encodable {
            let at: Double
            let verdict: [String]
            let signal: String?
            let onset: Double?
            let suspects: [[String]]
            let isEverywhere: Bool
            let words: [String]
            let absent: [String]
        }

        let name: String
        let service: String
        let services: [String: [String]]
        let sources: [String]
        let seconds: Double
        let onset: Double?
        let epoch: Double
        let limits: [String]
        let expect: [Expected]
    }

    let incidents: [Incident]
    let firstPort: Int

    /// Serves until killed; tells one line of JSON an incident.
    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let epoch = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var port = firstPort
        for incident in incidents {
            let world = PlayedWorld(incident, lead: 0, epoch: epoch)
            var addresses: [String: String] = [:]
            for instance in incident.instances {
                try await serve(instance.name, of: world, on: port, group)
                addresses[instance.name] = "127.0.0.1:\(port)"
                port += 1
            }
            let data = try JSONEncoder().encode(account(of: incident, addresses, epoch))
            say(String(decoding: data, as: UTF8.self))
        }
        try await Task.sleep(for: .seconds(86_400))
    }

    private func serve(
        _ name: String,
        of world: PlayedWorld,
        on port: Int,
        _ group: MultiThreadedEventLoopGroup
    )
        async throws
    {
        _ = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(PageHandler(name: name, world: world))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }

    private func account(of incident: Incident, _ addresses: [String: String], _ epoch: Timestamp) -> Account {
        // A word may be the beginning of a name.
        func place(_ word: String) -> String {
            addresses.first { name, _ in name.hasPrefix(word) && word.count > 2 }?.value ?? word
        }
        return Account(
            name: incident.name,
            service: incident.watch ?? incident.instances[0].service,
            services: Dictionary(grouping: incident.instances, by: \.service).mapValues { instances in
                instances.compactMap { addresses[$0.name] }
            },
            sources: incident.sources.map(\.rawValue),
            seconds: incident.seconds,
            onset: incident.onset,
            epoch: epoch.seconds,
            limits: incident.limits,
            expect: incident.expect.map { expected in
                Account.Expected(
                    at: expected.moment,
                    verdict: expected.verdict,
                    signal: expected.signal,
                    onset: expected.onset,
                    suspects: expected.suspects.map { part in
                        part.values.flatMap { $0 }.map { addresses[$0] ?? $0 }
                    },
                    isEverywhere: expected.isEverywhere,
                    words: expected.words.map(place),
                    absent: expected.absent.map(place)
                )
            }
        )
    }
}

/// Answers every request with the page as it is now; a process that is down closes the connection.
private final class PageHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let name: String
    private let world: PlayedWorld

    init(name: String, world: PlayedWorld) {
        self.name = name
        self.world = world
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        world.advance(to: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        guard let page = world.page(of: name) else { return context.close(promise: nil) }
        var headers = HTTPHeaders([("Content-Type", "text/plain; version=0.0.4")])
        headers.add(name: "Content-Length", value: "\(page.utf8.count)")
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))),
            promise: nil
        )
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: page)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
