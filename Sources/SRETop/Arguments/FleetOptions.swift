import ArgumentParser

/// How many services, and how many routes each has.
struct FleetOptions: ParsableArguments {
    @Option(help: "Services in this process, on ports from --port on, each with counts and faults of its own.")
    var instances = 1

    @Option(
        name: .customLong("version-of-instances"),
        help: ArgumentHelp(
            "A version that an instance says it is; of several each instance takes one in turn.",
            valueName: "version"
        )
    )
    var versions: [String] = []

    @Option(help: "Routes /extra/1 to /extra/N beside the usual ones.")
    var routes = 0

    func validate() throws {
        guard (1...100).contains(instances) else { throw ValidationError("--instances is between 1 and 100") }
        guard (0...1000).contains(routes) else { throw ValidationError("--routes is between 0 and 1000") }
    }
}
