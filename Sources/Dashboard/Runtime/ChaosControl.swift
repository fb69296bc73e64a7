/// What the chaos keys act on: a load driver and the faults of a target that the user named for it.
package protocol ChaosControl: Sendable {
    /// Starts the load; it ends by itself.
    func startLoad(rate: Double) async
    /// Stops the load.
    func stopLoad() async
    /// Changes the load's rate, running or not.
    func changeRate(_ rate: Double) async
    /// The driver's account now.
    func loadStatus() async -> LoadStatus
    /// Switches one fault and tells all of them.
    func setFault(name: String, route: String, isActive: Bool) async -> ChaosAnswer
    /// Injects a fault, in the words of `sretop faults set`, and tells all of them.
    func injectFault(_ words: String) async -> ChaosAnswer
    /// Switches every fault off and tells them.
    func resetFaults() async -> ChaosAnswer
    /// Tells the faults.
    func faults() async -> ChaosAnswer
}
