/// That one service calls another, as metrics tell it.
package struct ServiceCall: Sendable, Hashable, Codable {
    /// The service whose targets tell it; looked at where ``callerName`` is empty.
    package let caller: ServiceKey
    /// The caller's name where a mesh tells it; empty where the targets are the caller's own.
    package let callerName: String
    /// The callee as the caller names it: a service, a host, an address, a cluster of a proxy.
    package let callee: String

    /// Memberwise.
    package init(caller: ServiceKey, callerName: String = "", callee: String) {
        self.caller = caller
        self.callerName = callerName
        self.callee = callee
    }
}
