import Yams

extension ConfigurationFile {
    /// The labels that tell a source's services apart.
    static func serviceLabels(_ source: SettingsMapping) throws(Failure) -> Given<[String]>? {
        guard let value = source["service_labels"] else { return nil }
        var names: [String] = []
        for node in try source.list("service_labels") {
            let name = try source.line(node, named: "a label of service_labels")
            if let problem = ServiceLabelsText.problem(name, after: names) {
                throw source.place.failure("service_labels: \(problem)", at: node.mark)
            }
            names.append(name)
        }
        guard !names.isEmpty else { throw source.failure("service_labels names no label", at: "service_labels") }
        return Given(names, source.place.origin(value))
    }
}
