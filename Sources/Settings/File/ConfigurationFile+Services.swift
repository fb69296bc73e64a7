import GoldenSignals
import Yams

extension ConfigurationFile {
    static let serviceKeys = ["limits", "window", "profile", "depends_on"]

    /// What holds for single services; needs the profiles of the file.
    static func services(
        _ file: SettingsMapping,
        _ configuration: Configuration
    ) throws(Failure) -> [Configuration.Service] {
        guard let section = try file.mapping("services") else { return [] }
        var services: [Configuration.Service] = []
        for entry in section.entries {
            let name = try section.line(entry.key, named: "a service's name")
            guard !SettingsMapping.isNull(entry.value) else {
                services.append(Configuration.Service(name: name))
                continue
            }
            let mapping = try SettingsMapping(
                entry.value,
                named: "service \(Suggestion.quoted(name) ?? "here")",
                in: file.place,
                allowed: serviceKeys
            )
            var service = Configuration.Service(name: name)
            service.limits = try limits(mapping)
            service.window = try duration("window", mapping, in: shortest...longest)
            service.profile = try mapping.text("profile")
            let known = configuration.profiles.map(\.name)
            if let profile = service.profile?.value, !known.contains(profile) {
                let shown = Suggestion.quoted(profile).map { " \($0)" } ?? ""
                let words = Suggestion.words(for: profile, among: known)
                throw mapping.failure("profile\(shown) is not one of \(words)", at: "profile")
            }
            service.dependencies = try dependencies(mapping)
            services.append(service)
        }
        return services
    }

    /// The services that a service calls.
    private static func dependencies(_ mapping: SettingsMapping) throws(Failure) -> [Given<String>] {
        var names: [Given<String>] = []
        for node in try mapping.list("depends_on") {
            let name = try mapping.line(node, named: "a service of depends_on")
            guard !names.contains(where: { $0.value == name }) else {
                throw mapping.place.failure("depends_on names a service twice", at: node.mark)
            }
            names.append(Given(name, mapping.place.origin(node)))
        }
        return names
    }

    /// The profiles and resources of the file, by the reader that also reads the ones that come with sretop.
    static func profiles(
        _ text: String,
        _ file: SettingsMapping,
        inherited: [MetricProfile.Resource],
        keys: [String] = keys
    ) throws(Failure) -> Configuration.OwnProfiles {
        let sections = ["profiles", "saturation"].compactMap(file.entry)
        guard !sections.isEmpty else { return Configuration.OwnProfiles() }
        for section in sections {
            // Each of them is tried in several queries, and each profile has every resource.
            guard section.value.sequence?.count ?? 0 <= 100 else {
                throw file.failure("\(section.name) has more than 100 elements", at: section.name)
            }
        }
        do throws(ProfileFile.Failure) {
            let contents = try ProfileFile.read(
                text,
                name: file.place.name,
                inherited: inherited,
                otherKeys: Set(keys)
            )
            var own = Configuration.OwnProfiles()
            own.profiles = contents.profiles
            own.resources = contents.resources
            own.lines = sections.flatMap { ["\($0.name):"] + YAMLText.lines($0.value, indent: "  ") }
            return own
        } catch {
            throw Failure(description: error.description)
        }
    }
}
