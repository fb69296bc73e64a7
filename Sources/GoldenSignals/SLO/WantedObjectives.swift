/// The objectives that a user asked for: of files, each with what it says of its service, and in words.
package struct WantedObjectives: Sendable, Equatable {
    /// Those of files.
    package var files: [ServiceObjectives]
    /// Those in words, of the service on the screen.
    package var worded: [ServiceLevelObjective]

    /// None, unless some are given.
    package init(files: [ServiceObjectives] = [], worded: [ServiceLevelObjective] = []) {
        self.files = files
        self.worded = worded
    }

    /// Nothing was asked for.
    package var isEmpty: Bool { files.isEmpty && worded.isEmpty }

    /// Every objective with the service that it is about; those in words are of the service that a catalogue is for.
    package func all(for catalog: SignalCatalog?, named name: String) -> [(ServiceObjectives, ServiceLevelObjective)] {
        var pairs = files.flatMap { file in file.objectives.map { (file, $0) } }
        guard let catalog else { return pairs }
        let own = ServiceObjectives(service: name, catalog: catalog)
        pairs += worded.map { (own, $0) }
        return pairs
    }

    /// What is asked about each.
    package func followed(for catalog: SignalCatalog?, named name: String) -> [FollowedObjective] {
        all(for: catalog, named: name).map { FollowedObjective($1, of: $0, origin: .given) }
    }

    /// What is usual where nobody said what is promised: 99.9 % of the requests do not fail, 95 % are answered within
    /// half a second, or the next bound of the histogram.
    package static func usual(for catalog: SignalCatalog, named name: String, bounds: [Double]) -> [FollowedObjective] {
        let period = Duration.seconds(30 * 86_400)
        let windows = BurnRateWindow.standard(for: period)
        let bound = bounds.filter { $0 >= 0.5 }.min() ?? bounds.max() ?? 0.5
        let own = ServiceObjectives(service: name, catalog: catalog)
        let promises: [(String, Double, ServiceLevelObjective.Indicator)] = [
            ("availability", 0.999, .availability), ("latency", 0.95, .latency(seconds: bound)),
        ]
        return promises.map { name, share, indicator in
            let objective = ServiceLevelObjective(
                name: name,
                objective: share,
                indicator: indicator,
                period: period,
                windows: windows
            )
            return FollowedObjective(objective, of: own, origin: .usual)
        }
    }
}

extension ServiceObjectives {
    /// The service that a catalogue is for, as one: its numbers are not kept apart.
    fileprivate init(service: String, catalog: SignalCatalog) {
        self.init(service: service, selector: catalog.selector)
        profile = catalog.profile
        targetSelector = catalog.targetSelector
        grouping = []
    }
}
