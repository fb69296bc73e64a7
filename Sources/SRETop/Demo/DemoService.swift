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
        return DemoService(process, port: try await process.listeningPort())
    }

    /// Reports the service's ends to the screen and starts it again, on the same port, until cancelled.
    func supervise(_ session: ScreenSession) async {
        session.sink.yield(.chaosTarget(isReady: true, text: nil, at: WallClock.now()))
        while !isEnding.load(ordering: .relaxed), let process = current.withLock({ $0 }) {
            let ending = await process.ending()
            guard !isEnding.load(ordering: .relaxed), !Task.isCancelled else { return }
            process.end()
            let text = "the service ended (\(ending)); it is started again in \(TimeText.span(Self.restartDelay))"
            session.note(text)
            session.sink.yield(.chaosTarget(isReady: false, text: text, at: WallClock.now()))
            await restart(session)
        }
    }

    /// Closes the service's pipe: it drains and ends.
    func end() {
        isEnding.store(true, ordering: .relaxed)
        current.withLock { process in
            process?.end()
            process = nil
        }
    }

    private func restart(_ session: ScreenSession) async {
        while !isEnding.load(ordering: .relaxed) {
            do {
                try await Task.sleep(for: Self.restartDelay)
                let process = try ServiceProcess(port: port, furtherPorts: 0)
                current.withLock { $0 = process }
                _ = try await process.listeningPort()
                session.sink.yield(.chaosTarget(isReady: true, text: "the service is up again", at: WallClock.now()))
                return
            } catch is CancellationError {
                return
            } catch {
                session.note("restart failed: \(error)")
            }
        }
    }
}
