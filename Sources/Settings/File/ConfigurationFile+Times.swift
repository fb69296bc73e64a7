import Yams

extension ConfigurationFile {
    /// The longest window and span.
    static let longest = Duration.seconds(86_400)

    /// The shortest window and span: four of the shortest times between polls.
    static let shortest = Duration.milliseconds(400)

    /// Reads window, span and interval.
    static func readTimes(_ file: SettingsMapping, into configuration: inout Configuration) throws(Failure) {
        configuration.every = try duration("every", file, in: .milliseconds(100)...(.seconds(3600)))
        configuration.window = try duration("window", file, in: shortest...longest)
        configuration.span = try duration("span", file, in: shortest...longest)
    }

    /// Refuses times that do not fit each other; needs the services.
    static func checkTimes(_ file: SettingsMapping, _ configuration: Configuration) throws(Failure) {
        guard let problem = configuration.timeProblem else { return }
        var blamed = file[problem.key]
        if let service = problem.service {
            blamed =
                file["services"]?.mapping?.first { $0.key.scalar?.string == service }?.value
                .mapping?.first { $0.key.scalar?.string == problem.key }?.value
        }
        throw file.place.failure("\(problem.key) \(problem.text)", at: (blamed ?? file.node).mark)
    }

    /// A duration within bounds; nil without the key.
    static func duration(
        _ key: String,
        _ mapping: SettingsMapping,
        in range: ClosedRange<Duration>
    ) throws(Failure) -> Given<Duration>? {
        guard let value = mapping[key] else { return nil }
        guard let text = value.scalar?.string, let duration = DurationText.parse(text) else {
            throw mapping.failure(
                "\(key)\(mapping.shown(value)) is no duration: write 500ms, 15s, 5m, 1h or 1m30s",
                at: key
            )
        }
        guard range.contains(duration) else {
            let bounds = "\(DurationText.format(range.lowerBound)) and \(DurationText.format(range.upperBound))"
            throw mapping.failure("\(key)\(mapping.shown(value)) is not between \(bounds)", at: key)
        }
        return Given(duration, mapping.place.origin(value))
    }
}
