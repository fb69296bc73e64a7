package import GoldenSignals

extension ConfigurationFile {
    /// Where the file usually is: `$XDG_CONFIG_HOME/sretop/config.yaml`, else below `~/.config`; nil without a home.
    ///
    /// A relative `XDG_CONFIG_HOME` counts as none, as its specification says.
    package static func usualPath(environment: [String: String]) -> String? {
        let named = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.config" }
        return (named ?? home).map { "\($0)/sretop/config.yaml" }
    }

    /// Reads the file that `--config` names, else the usual one; nothing where that is not there.
    package static func load(
        _ path: String?,
        environment: [String: String],
        inherited: [MetricProfile.Resource] = MetricProfile.builtin.resources
    ) throws(Failure) -> Configuration {
        guard let file = path ?? usualPath(environment: environment) else { return Configuration() }
        guard let bytes = try ConfigurationBytes.read(file, mayBeAbsent: path == nil) else { return Configuration() }
        return try read(bytes, name: file, directory: directory(of: file), inherited: inherited)
    }

    private static func directory(of path: String) -> String {
        let path = PathText.absolute(path)
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
