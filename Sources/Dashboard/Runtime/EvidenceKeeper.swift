/// Writes what is shown where it outlasts the screen.
package protocol EvidenceKeeper: Sendable {
    /// Writes it, and says where, or why it could not be.
    func keep(_ state: DashboardState) async -> String
}
