import ArgumentParser
import GoldenSignals
import Grafana
import Settings

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `sretop dashboards`: Grafana's dashboards, generated from the catalogue.
struct DashboardsCommand: ParsableCommand {
    /// What is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case configmap
    }

    static let configuration = CommandConfiguration(
        commandName: "dashboards",
        abstract: "Generate Grafana's dashboards: the golden signals, SLO and error budget, internals and faults.",
        discussion: """
            As JSON they are files for Grafana's file provider; as a ConfigMap they are for the sidecar of \
            kube-prometheus-stack. Both hold the same texts, with the expressions that sretop itself asks.
            """
    )

    @Option(help: "json (one file each) or configmap (one object of Kubernetes).")
    var format = Format.json

    @Option(
        help: ArgumentHelp(
            "The folder of the files, or the file of the ConfigMap; without it that goes to standard output.",
            valueName: "path"
        )
    )
    var output: String?

    @Option(help: "How the service's metrics are named.")
    var profile = MetricProfile.unstableAPI.name

    @Option(help: ArgumentHelp("A configuration file with profiles of your own.", valueName: "file"))
    var config: String?

    @OptionGroup(title: "Storage") var storage: StorageOptions

    @Option(help: "The namespace of the ConfigMap.")
    var namespace = "monitoring"

    func validate() throws {
        guard format == .configmap || output != nil else { throw ValidationError("--format json needs --output") }
        guard KubernetesName.isName(namespace) else {
            throw ValidationError.quoting("--namespace '\(namespace)' is no name: small letters, digits and '-'")
        }
    }

    func run() throws {
        let dashboards = GrafanaDashboard.all(try storage.profile(try chosenProfile()))
        switch format {
        case .json:
            let folder = output ?? "."
            try makeFolder(folder)
            for dashboard in dashboards { try write(dashboard.json.text, to: "\(folder)/\(dashboard.fileName)") }
        case .configmap:
            try write(try DashboardConfigMap(dashboards, profile: profile, namespace: namespace).text(), to: output)
        }
    }

    private func chosenProfile() throws -> MetricProfile {
        var profiles = MetricProfile.builtin.profiles
        if let config {
            do throws(ConfigurationFile.Failure) {
                profiles = try ConfigurationFile.load(config, environment: [:]).profiles
            } catch {
                throw ValidationError.quoting(error)
            }
        }
        guard let chosen = profiles.first(where: { $0.name == profile }) else {
            let names = profiles.map(\.name).joined(separator: ", ")
            throw ValidationError.quoting("--profile '\(profile)' is not known; there are: \(names)")
        }
        return chosen
    }

    private func write(_ text: String, to path: String?) throws {
        try OutputFile.write(text, to: path, command: "sretop dashboards")
    }

    /// Makes a folder, and those that it is in.
    private func makeFolder(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            made += (made.isEmpty || made == "/" ? "" : "/") + name
            guard mkdir(made, 0o755) != 0, errno != EEXIST else { continue }
            let reason = String(cString: strerror(errno))
            StandardError.print(
                TextCharacters.harmless("sretop dashboards: cannot make the folder '\(path)': \(reason)")
            )
            throw ExitCode(4)
        }
    }
}
