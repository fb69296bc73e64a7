import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import PromModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One request on its way through the faults that hit it.
///
/// The order is that of a real service: a place in the queue, the lock, the call to what it depends on, its own time,
/// and then the answer, or none.
struct FaultPassage: Sendable {
    typealias BodyWriting = @Sendable (inout any ResponseBodyWriter) async throws -> Void

    /// A request that ends without an answer; thrown through the server, which then closes the connection.
    struct Cut: Error {}

    /// What comes of a request.
    enum Result {
        case answer(Response)
        /// An answer whose body takes time; the response has the original.
        case slowAnswer(Response, BodyWriting)
        case nothing(Cut)

        /// For routes that are not counted.
        var response: Response {
            get throws {
                switch self {
                case .answer(let response): return response
                case .slowAnswer(let response, let body):
                    let length = response.body.contentLength
                    return Response(
                        status: response.status,
                        headers: response.headers,
                        body: ResponseBody(contentLength: length, body)
                    )
                case .nothing(let cut): throw cut
                }
            }
        }
    }

    /// A slow body takes no longer than that in all.
    private static let longestBody = Duration.seconds(60)
    private static let beat = Duration.milliseconds(100)
    private static let quickBeat = Duration.milliseconds(20)
    private static let fewHanging = 32

    let outcome: FaultOutcome
    let workings: FaultWorkings
    let channel: any Channel

    /// Goes through the faults; `answer` is what the route says by itself.
    func pass(_ answer: () async throws -> Response) async throws -> Result {
        var entered: [FaultOutcome.Gate] = []
        defer { for gate in entered.reversed() { workings.gates.leave(gate) } }
        for gate in outcome.gates {
            guard await workings.gates.enter(gate) else {
                return .answer(Self.error(503, words: "all workers are busy and the queue is full"))
            }
            entered.append(gate)
            if gate.hold > .zero { try await Task.sleep(for: gate.hold) }
        }
        if let call = outcome.call, let failure = try await self.call(call) { return .answer(failure) }
        if outcome.latency > .zero { try await Task.sleep(for: outcome.latency) }
        if let abort = outcome.abort { return .nothing(await self.abort(abort)) }
        let response: Response
        if let instead = outcome.answer {
            response = Self.error(instead.status, body: instead.body)
        } else {
            response = try await answer()
        }
        guard outcome.bytesPerSecond != nil || outcome.cutAfter != nil else { return .answer(response) }
        let bytes = await Self.bytes(of: response.body)
        let whole = Response(status: response.status, headers: response.headers, body: .init(byteBuffer: bytes))
        return .slowAnswer(whole) { writer in try await write(bytes, to: &writer) }
    }

    // MARK: Its parts

    private func call(_ call: FaultOutcome.Call) async throws -> Response? {
        if call.delay > .zero { try await Task.sleep(for: call.delay) }
        workings.accounts.called(seconds: call.delay / .seconds(1), failed: call.fails)
        return call.fails ? Self.error(503, words: "what this service depends on does not answer") : nil
    }

    private func abort(_ how: FaultOutcome.Abort) async -> Cut {
        switch how {
        case .hang:
            if let hanging = workings.accounts.startHanging(limit: Int(workings.limits.waiting)) {
                defer { workings.accounts.endHanging() }
                // Of few that hang it is told at once when the client goes.
                await hang(lookingEach: hanging <= Self.fewHanging ? Self.quickBeat : Self.beat)
            }
        case .reset:
            let socket = channel as? any SocketOptionProvider
            try? await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        case .close: break
        }
        workings.accounts.cut(.init(how))
        try? await channel.close().get()
        return Cut()
    }

    /// Until the client goes, the fault ends, or the service does.
    private func hang(lookingEach beat: Duration) async {
        let end = outcome.abortsBy ?? .now
        while await isClientThere, ContinuousClock.now < end, workings.board.isActing(.abort), !Task.isCancelled {
            try? await Task.sleep(for: min(beat, max(.zero, end - .now) + .milliseconds(1)))
        }
    }

    /// Whether the client's end of the connection is open.
    ///
    /// The server allows connections of which one half is closed, so that the channel stays active when the client goes:
    /// only the kernel tells of it while nothing is read.
    private var isClientThere: Bool {
        get async {
            guard channel.isActive else { return false }
            #if os(Linux)
            guard let socket = channel as? any SocketOptionProvider else { return true }
            // The first byte of what the kernel tells of a connection is its state.
            let name = NIOBSDSocket.Option(rawValue: TCP_INFO)
            let state: UInt8? = try? await socket.unsafeGetSocketOption(level: .tcp, name: name).get()
            return state.map { $0 != UInt8(TCP_CLOSE_WAIT) } ?? channel.isActive
            #else
            return true
            #endif
        }
    }

    private func write(_ bytes: ByteBuffer, to writer: inout any ResponseBodyWriter) async throws {
        var rest = bytes
        if let limit = outcome.cutAfter, limit < bytes.readableBytes {
            rest = bytes.getSlice(at: bytes.readerIndex, length: limit) ?? ByteBuffer()
        }
        let isCut = rest.readableBytes < bytes.readableBytes
        if let rate = outcome.bytesPerSecond {
            // In equal steps, so that the whole takes as long as the rate says.
            let seconds = min(Double(rest.readableBytes) / rate, Self.longestBody / .seconds(1))
            let steps = max(1, min(rest.readableBytes, Int((seconds / (Self.beat / .seconds(1))).rounded(.up))))
            let size = rest.readableBytes
            for step in 0..<steps {
                try await Task.sleep(for: .seconds(seconds / Double(steps)))
                let count = size * (step + 1) / steps - size * step / steps
                if let piece = rest.readSlice(length: count) { try await writer.write(piece) }
            }
        } else {
            try await writer.write(rest)
        }
        guard isCut else { return try await writer.finish(nil) }
        workings.accounts.cut(.truncated)
        try? await channel.close().get()
        throw Cut()
    }

    private static func bytes(of body: ResponseBody) async -> ByteBuffer {
        let collector = BodyCollector()
        try? await body.write(collector)
        return collector.bytes
    }

    /// The answer of a fault.
    static func error(_ status: Int, words: String = "a fault of this service struck", body: String? = nil) -> Response
    {
        var response = Response.json(
            body ?? "{\"error\":\(JSONText.quoted(words))}",
            status: .init(code: status)
        )
        switch status {
        case 401: response.headers[.wwwAuthenticate] = "Bearer"
        case 429, 503: response.headers[.retryAfter] = "1"
        default: break
        }
        return response
    }
}
