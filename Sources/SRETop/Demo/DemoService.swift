import Dashboard
import PromModel
import Synchronization

/// The demo's service over its whole life: started, watched, and started again when something kills it.
final class DemoService: Sendable {
    private static let furtherPorts = 50
    private static let restartDelay = Duration.seconds(6)

    /// Where it listens.
    let baseURL: String
    private let port: Int
    private let current: Mutex<ServiceProcess?>
    private let isEnding = Atomic(false)

    private init(_ process: ServiceProcess, port: Int) {
        self.port = port
        baseURL = "http://127.0.0.1:\(port)"
        current = Mutex(process)
    }

    /// Starts the service on `port`, or on the next free one, and waits until it listens.
    static func start(port: Int) async throws(ServiceProcess.Failure) -> DemoService {
        let process = try ServiceProcess(port: port, furtherPorts: min(furtherPorts, 65_535 - port))
        return DemoService(process, port: try await process.listeningPort(wanted: port))
    }

    /// Reports the service's ends to the screen and starts it again, on the same port, until cancelled.
    ///
    /// Where it cannot be started again `onLost` is called: whoever has the port now is not to be loaded.
    func supervise(_ session: ScreenSession, onLost: @escaping @Sendable () async -> Void) async {
        session.sink.yield(.chaosTarget(isReady: true, text: nil, at: WallClock.now()))
        while !isEnding.load(ordering: .relaxed) {
            if let process = current.withLock({ $0 }) {
                let ending = await process.ending()
                current.withLock { $0 = nil }
                process.end()
                guard !isEnding.load(ordering: .relaxed), !Task.isCancelled else { return }
                report(
                    "the service ended (\(ending)); it is started again in \(TimeText.span(Self.restartDelay))",
                    session
                )
            }
            guard (try? await Task.sleep(for: Self.restartDelay)) != nil else { return }
            await restart(session, onLost: onLost)
        }
    }

    /// Closes the service's pipe: it drains and ends.
    func end() {
        isEnding.store(true, ordering: .relaxed)
        current.withLock { $0?.end() }
    }

    private func restart(_ session: ScreenSession, onLost: @Sendable () async -> Void) async {
        do throws(ServiceProcess.Failure) {
            let process = try ServiceProcess(port: port, furtherPorts: 0)
            _ = try await process.listeningPort(wanted: port)
            current.withLock { $0 = process }
            // Leaving may have come in between, and found nothing to end.
            if isEnding.load(ordering: .relaxed) { process.end() }
            session.sink.yield(.chaosTarget(isReady: true, text: "the service is up again", at: WallClock.now()))
        } catch {
            await onLost()
            report("\(error)", session)
        }
    }

    private func report(_ text: String, _ session: ScreenSession) {
        session.note(text)
        session.sink.yield(.chaosTarget(isReady: false, text: text, at: WallClock.now()))
    }
}
