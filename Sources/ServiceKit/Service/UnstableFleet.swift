/// Several unstable services in one process, on ports one after the other: instances for drills.
///
/// Each has requests and faults of its own; what is the process's (memory, processor time) they share.
package struct UnstableFleet: Sendable {
    private let services: [UnstableService]

    /// So many services; of several versions each takes one in turn.
    package init(_ configuration: ServiceConfiguration, instances: Int, versions: [String]) {
        services = (0..<instances).map { index in
            var own = configuration
            if own.port != 0 { own.port += index }
            own.seed &+= UInt64(index)
            if !versions.isEmpty { own.version = versions[index % versions.count] }
            return UnstableService(configuration: own)
        }
    }

    /// Serves until all have ended; the end of one by an error ends the others.
    ///
    /// `onListening` is called once for each, with its port.
    ///
    /// - Throws: `ServiceError` where a port cannot be had.
    package func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask { try await service.run(onListening: onListening) }
            }
            try await group.waitForAll()
        }
    }
}
