import PromClient
import ServiceKit
import Synchronization

/// The scenario that a service plays on itself, by its own control routes.
final class ServedScenario: Sendable {
    private let scenario: FaultScenario?
    private let token: String?
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Plays nothing where there is none.
    init(_ scenario: FaultScenario?, token: String?) {
        (self.scenario, self.token) = (scenario, token)
    }

    /// Begins it on the service at that address; of several instances the first.
    func start(_ url: String) {
        guard let scenario else { return }
        task.withLock { task in
            guard task == nil else { return }
            task = Task { [token] in
                let transport = AsyncHTTPTransport(proxies: .environment)
                let control = FaultControl(transport: transport, baseURL: url, token: token)
                do {
                    let player = ScenarioPlayer(scenario: scenario, control: control)
                    try await player.play { StandardError.print("scenario \(scenario.name): \($0)") }
                } catch is CancellationError {
                    // The service ends.
                } catch {
                    StandardError.print(TextCharacters.harmless("scenario \(scenario.name): \(error)"))
                }
                await transport.close()
            }
        }
    }

    /// Ends it with the service.
    func end() async {
        let running = task.withLock { $0 }
        running?.cancel()
        await running?.value
    }
}
