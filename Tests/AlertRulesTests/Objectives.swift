import GoldenSignals
import Settings

/// Objectives for tests.
enum Objectives {
    static let demo = """
        service: unstable-api
        profile: unstable-api
        objectives:
          - {name: availability, objective: 99%, indicator: availability, period: 6h, windows: demo}
          - {name: latency, objective: 95%, indicator: {latency: 500ms}, period: 6h, windows: demo}
        """

    /// One objective of the unstable service.
    static func one(
        _ objective: String,
        profile: String = "unstable-api",
        head: String = ""
    ) throws -> ServiceObjectives {
        try SLOFile.read(
            "service: shop\nprofile: \(profile)\n\(head)objectives:\n  - {name: main, \(objective)}\n",
            name: "slo.yaml"
        )
    }
}
