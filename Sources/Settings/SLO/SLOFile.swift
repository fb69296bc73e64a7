package import GoldenSignals
import PromModel
import PromQL
import Yams

/// Reads the file that says what a service promises: its service level objectives.
package enum SLOFile {
    static let keys = [
        "service", "profile", "selector", "target_selector", "by", "interval", "retention", "absent_for", "runbooks",
        "labels", "objectives", "profiles", "saturation",
    ]

    /// Reads a file from disk.
    ///
    /// - Throws: with file, line and column, what is wrong and what is allowed.
    package static func load(_ path: String) throws(ConfigurationFile.Failure) -> ServiceObjectives {
        let bytes = try ConfigurationBytes.read(path, mayBeAbsent: false, called: "the objectives") ?? []
        return try read(FilePlace(name: path, directory: "").text(bytes), name: path)
    }

    /// Reads a file's text; `name` stands in messages.
    package static func read(_ text: String, name: String) throws(ConfigurationFile.Failure) -> ServiceObjectives {
        let place = FilePlace(name: name, directory: "")
        guard let root = try ConfigurationFile.document(text, place) else {
            throw place.failure("the file is empty: it needs service, profile and objectives")
        }
        let file = try SettingsMapping(root, named: "the file", in: place, allowed: keys)
        guard let service = try word("service", file) else { throw file.failure("service is missing", at: "service") }
        let selector = try selector("selector", file, service: service) ?? "job=\"\(service)\""
        var objectives = ServiceObjectives(service: service, selector: selector)
        objectives.targetSelector = try self.selector("target_selector", file, service: service) ?? selector
        objectives.profile = try profile(file, text)
        objectives.grouping = try grouping(file) ?? objectives.grouping
        let range = Duration.seconds(1)...(.seconds(400 * 86_400))
        objectives.interval = try ConfigurationFile.duration("interval", file, in: .seconds(1)...(.seconds(3600)))?
            .value
        objectives.retention = try ConfigurationFile.duration("retention", file, in: range)?.value
        objectives.absentFor =
            try ConfigurationFile.duration("absent_for", file, in: range)?.value ?? objectives.absentFor
        objectives.runbooks = try file.text("runbooks").map { trimmed($0.value) }
        objectives.labels = try labels(file, by: objectives.grouping)
        objectives.objectives = try self.objectives(file, of: objectives)
        return objectives
    }

    /// A name that fits into labels, file names and, without its marks, into an alert's name.
    static func word(_ key: String, _ mapping: SettingsMapping) throws(ConfigurationFile.Failure) -> String? {
        guard let text = try mapping.text(key)?.value else { return nil }
        guard let first = text.first, first.isASCII, first.isLetter,
            text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        else {
            throw mapping.failure("\(key) is to be one word of letters, digits, '-' and '_'", at: key)
        }
        return text
    }

    private static func selector(
        _ key: String,
        _ file: SettingsMapping,
        service: String
    ) throws(ConfigurationFile.Failure) -> String? {
        guard let text = try file.text(key)?.value else { return nil }
        // Nothing but matchers: what closes the braces, or ends the line with a comment, makes another expression.
        let isPlain = !text.contains("#") && !text.contains("}")
        guard isPlain, let tree = try? PromQLParser.parse("up{\(text)}"), case .selector = tree else {
            throw file.failure("\(key) is to be label matchers such as job=\"\(service)\"", at: key)
        }
        return text
    }

    private static func profile(
        _ file: SettingsMapping,
        _ text: String
    ) throws(ConfigurationFile.Failure) -> MetricProfile? {
        let own = try ConfigurationFile.profiles(text, file, inherited: MetricProfile.builtin.resources, keys: keys)
        guard let name = try file.text("profile")?.value else { return nil }
        let known = own.profiles + MetricProfile.builtin.profiles
        guard let profile = known.first(where: { $0.name == name }) else {
            let words = Suggestion.words(for: name, among: known.map(\.name))
            let shown = Suggestion.quoted(name).map { " \($0)" } ?? ""
            throw file.failure("profile\(shown) is not one of \(words)", at: "profile")
        }
        return profile
    }

    private static func grouping(_ file: SettingsMapping) throws(ConfigurationFile.Failure) -> [String]? {
        guard file["by"] != nil else { return nil }
        let names = try file.list("by").map { node throws(ConfigurationFile.Failure) in
            let name = try file.line(node, named: "an element of by")
            guard isLabelName(name) else {
                throw file.place.failure("'\(name)' is no label's name", at: node.mark)
            }
            return name
        }
        guard !names.isEmpty, Set(names).count == names.count else {
            throw file.failure("by is to be a list of different labels", at: "by")
        }
        return names
    }

    private static func labels(
        _ file: SettingsMapping,
        by grouping: [String]
    ) throws(ConfigurationFile.Failure) -> [String: String] {
        guard let section = try file.mapping("labels") else { return [:] }
        // One of these set to a constant would make alerts of two groups the same, which Prometheus refuses.
        let taken =
            ["slo", "severity", "long_window", "short_window", "window", "alertname", "le", "instance"] + grouping
        var labels: [String: String] = [:]
        for entry in section.entries {
            guard isLabelName(entry.name), !taken.contains(entry.name) else {
                throw file.place.failure(
                    "'\(entry.name)' is no label's name, or one that the rules set",
                    at: entry.key.mark
                )
            }
            labels[entry.name] = try section.line(entry.value, named: "the label \(entry.name)")
        }
        return labels
    }

    /// Names that begin with two underscores are Prometheus's own.
    private static func isLabelName(_ name: String) -> Bool {
        Labels.isPlainName(name, colonAllowed: false) && !name.hasPrefix("__")
    }

    private static func trimmed(_ address: String) -> String {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        return address
    }
}
