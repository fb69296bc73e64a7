import ArgumentParser
import ServiceKit
import Settings

/// What requests are made of, how connections are used, and which clients make things worse.
struct LoadClientOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A file of requests instead of one GET of the URL: a line each, '[WEIGHT] [METHOD] /PATH', with headers \
            ('Name: value') and '@BODYFILE' indented below it.
            """,
            valueName: "file"
        )
    )
    var requests: String?

    @Option(help: "The method of the requests.")
    var method = "GET"

    @Option(name: .customLong("header"), help: "A header of the requests: 'Name: value'. May be given several times.")
    var headers: [String] = []

    @Option(help: ArgumentHelp("A file that the requests have as their body.", valueName: "file"))
    var body: String?

    @Option(help: ArgumentHelp("For https: believe the authorities of this file alone (PEM).", valueName: "file"))
    var ca: String?

    @Flag(help: "For https: believe anybody.")
    var insecure = false

    @Option(help: "Requests over one connection, then another is opened; 1 for a new one each time.")
    var requestsPerConnection: Int?

    @Option(help: "How old a connection may become.")
    var connectionAge: DurationArgument?

    @Option(help: "Send again, up to so often, what fails or is answered 5xx: a retry storm. Loopback only.")
    var retries = 0

    @Option(help: "The pause before the first retry.")
    var retryPause = DurationArgument(.milliseconds(100))

    @Option(help: "What each pause is times the one before; 2 doubles it.")
    var retryFactor = 1.0

    @Option(help: "How much of a pause is left to chance, such as 50%.")
    var retryJitter: ShareArgument?

    @Option(help: "Drop all connections at once, so often, and open them again: a reconnect storm. Loopback only.")
    var dropConnectionsEvery: DurationArgument?

    @Option(help: "So many clients beside the load that hardly read what they asked for. Loopback only.")
    var slowReaders = 0

    /// Throws what is wrong with the options, naming the flag.
    func check() throws {
        if requests != nil, method != "GET" || !headers.isEmpty || body != nil {
            throw ValidationError("--requests takes the place of --method, --header and --body")
        }
        if let requestsPerConnection, requestsPerConnection < 1 {
            throw ValidationError("--requests-per-connection is at least 1")
        }
        if let connectionAge, connectionAge.duration < .milliseconds(1) {
            throw ValidationError("--connection-age is at least 1ms")
        }
        guard (0...10).contains(retries) else { throw ValidationError("--retries is between 0 and 10") }
        guard (1...10).contains(retryFactor) else { throw ValidationError("--retry-factor is between 1 and 10") }
        guard retryPause.duration <= .seconds(60) else { throw ValidationError("--retry-pause is at most 60s") }
        if let dropConnectionsEvery, dropConnectionsEvery.duration < .milliseconds(100) {
            throw ValidationError("--drop-connections-every is at least 100ms")
        }
        guard (0...5000).contains(slowReaders) else { throw ValidationError("--slow-readers is between 0 and 5000") }
    }

    /// Whether clients are among them that no target but this machine shall meet.
    var areHarmful: Bool { retries > 0 || dropConnectionsEvery != nil || slowReaders > 0 }

    /// Adds what they say to a run's bounds.
    func apply(to limits: inout LoadLimits, seed: UInt64) {
        limits.requestsPerConnection = requestsPerConnection
        limits.connectionAge = connectionAge?.duration
        limits.dropsEvery = dropConnectionsEvery?.duration
        limits.retries.limit = retries
        limits.retries.pause = retryPause.duration
        limits.retries.factor = retryFactor
        limits.retries.jitter = retryJitter?.share ?? 0
        limits.slowReaders = slowReaders
        limits.seed = seed
    }

    /// How connections are secured; nil where they are not.
    func tls(for target: LoadTarget) throws -> LoadTLS? {
        guard target.isSecure else { return nil }
        do throws(LoadTLS.Failure) {
            return try LoadTLS(
                host: target.host,
                authorities: ca,
                isVerified: !insecure,
                isAddress: target.isNamedByAddress
            )
        } catch {
            StandardError.print(TextCharacters.harmless("sretop load: \(error)"))
            throw ExitCode(2)
        }
    }

    /// The requests; `path` is the URL's.
    func list(path: String) throws -> [LoadRequest] {
        do throws(LoadRequest.Failure) {
            if let requests {
                let bytes: [UInt8]
                do throws(FileBytes.Failure) {
                    bytes = try FileBytes.read(requests)
                } catch {
                    throw LoadRequest.Failure(description: "cannot read '\(requests)': \(error)")
                }
                do throws(LoadRequest.Failure) {
                    return try LoadRequest.list(String(decoding: bytes, as: UTF8.self)) { try? FileBytes.read($0) }
                } catch {
                    throw LoadRequest.Failure(description: "'\(requests)': \(error)")
                }
            }
            var request = LoadRequest(path: path)
            try request.take(method: method)
            for header in headers { try request.add(header, read: { _ in nil }) }
            if let body { try request.add("@" + body) { try? FileBytes.read($0) } }
            return [request]
        } catch {
            throw ValidationError.quoting(error)
        }
    }
}
