import PromModel

/// What a process holds at a moment, of something that it may keep more and more of.
package struct ProcessGauge: Sendable, Equatable, Codable {
    /// What it holds.
    package enum Resource: String, Sendable, CaseIterable, Codable {
        /// Resident memory in bytes.
        case memory
        /// Open file descriptors.
        case fds
        /// Goroutines.
        case goroutines

        /// The metric that tells it.
        var metric: String {
            switch self {
            case .memory: "process_resident_memory_bytes"
            case .fds: "process_open_fds"
            case .goroutines: "go_goroutines"
            }
        }

        /// Growth by less is nothing to act on.
        package var leastGrowth: Double {
            switch self {
            case .memory: 67_108_864
            case .fds: 100
            case .goroutines: 500
            }
        }
    }

    /// Which process.
    package let instance: String
    /// What of it.
    package let resource: Resource
    /// How much.
    package let value: Double

    /// Memberwise.
    package init(instance: String, resource: Resource, value: Double) {
        self.instance = instance
        self.resource = resource
        self.value = value
    }
}

extension SignalCatalog {
    private static let gaugePrefix = "gauge:"
    /// Of so many processes, those that hold most, it is asked what they hold.
    private static let mostGauges = 10

    /// What the processes of the service hold that hold most, with the label ``tagLabel`` naming it.
    var processGauges: [(tag: String, expression: String)] {
        ProcessGauge.Resource.allCases.map { resource in
            (Self.gaugePrefix + resource.rawValue, "topk(\(Self.mostGauges), \(ofTargets(resource.metric)))")
        }
    }

    /// What an answer tells of the processes.
    static func gauges(from answer: [InstantValue]) -> [ProcessGauge] {
        answer.compactMap { value in
            let tag = value.labels[tagLabel]
            guard tag.hasPrefix(gaugePrefix), value.value.isFinite,
                let resource = ProcessGauge.Resource(rawValue: String(tag.dropFirst(gaugePrefix.count)))
            else { return nil }
            return ProcessGauge(instance: value.labels["instance"], resource: resource, value: value.value)
        }
    }
}
