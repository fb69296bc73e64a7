extension MetricProfile {
    /// The profiles that come with sretop, the preferred one first.
    ///
    /// Read from `profiles.yaml`, which is compiled in; a test proves that it can be read.
    package static let builtin: ProfileFile.Contents = {
        let text = String(decoding: PackageResources.profiles_yaml, as: UTF8.self)
        return (try? ProfileFile.read(text, name: "profiles.yaml"))
            ?? ProfileFile.Contents(profiles: [], resources: [])
    }()

    /// The bundled unstable service's profile.
    package static let unstableAPI =
        builtin.profiles.first { $0.name == unstableName }
        ?? MetricProfile(name: unstableName, requests: Metric(name: "http_requests_total"))
}
