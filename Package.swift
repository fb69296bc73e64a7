// swift-tools-version: 6.2
import PackageDescription

// One set of compiler settings for every target: the Swift 6 language with its strictest upcoming
// features, and no warning left standing.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// Tests are compiled plainly: what they test is optimised all the same, and optimising them took half of their time again.
let checked = strict + [.unsafeFlags(["-Onone"])]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "sretop",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "sretop", targets: ["SRETop"])
    ],
    dependencies: [
        // Command line: completions, help and usage errors that name the flag.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The unstable service's HTTP server. No traits: neither full Foundation nor configuration files are needed.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // Header names and statuses in the types Hummingbird speaks.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        // HTTP client: custom CAs, client certificates, proxies, streaming bodies, limits.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // The load driver speaks to channels directly: an HTTP client per request costs five times as much.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Latency accounting with a bounded error and a bounded size, whatever the length of a run.
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        // TLS for the client and for the load driver: private CAs, client certificates, server names.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // The HTTP client configuration file that Prometheus's tools share, and sretop's own, are YAML.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // The logger type that Hummingbird and async-http-client take.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // Graceful shutdown of the service: stop accepting, drain, then end. Signals as a sequence for `load`.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Level 1
        .target(name: "PromModel", swiftSettings: strict),
        .target(name: "Randomness", swiftSettings: strict),
        // What the build is of, where whoever builds says so; `make` does.
        .target(
            name: "CProcess",
            cSettings: [.define("SRETOP_BUILD", to: "\"\(Context.environment["SRETOP_BUILD"] ?? "")\"")]
        ),
        .target(name: "CPoller"),
        // Bodies that are compressed, of several gzip members as well, which the HTTP client's own reader does not take.
        .target(name: "CInflate", linkerSettings: [.linkedLibrary("z")]),
        .target(
            name: "CTerminal",
            linkerSettings: [
                .linkedLibrary("ncursesw", .when(platforms: [.linux])),
                .linkedLibrary("ncurses", .when(platforms: [.macOS])),
            ]
        ),
        // Level 2
        .target(name: "PromQL", dependencies: ["PromModel"], swiftSettings: strict),
        .target(name: "TerminalUI", swiftSettings: strict),
        .target(name: "TerminalUITestKit", dependencies: ["TerminalUI"], swiftSettings: strict),
        .target(name: "Detection", dependencies: ["PromModel"], swiftSettings: strict),
        // Level 3
        .target(
            name: "GoldenSignals",
            dependencies: ["Detection", "PromModel", "PromQL", .product(name: "Yams", package: "Yams")],
            // Compiled in: the program stays one file.
            resources: [.embedInCode("Profiles/profiles.yaml")],
            swiftSettings: strict
        ),
        .target(name: "Diagnosis", dependencies: ["GoldenSignals", "PromModel"], swiftSettings: strict),
        .target(
            name: "ServiceKit",
            dependencies: nio + [
                "CPoller",
                "PromModel",
                "Randomness",
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            // Compiled in: the program stays one file.
            resources: [.embedInCode("Faults/scenarios.yaml")],
            swiftSettings: strict
        ),
        // Level 4
        .target(
            // Not "Configuration": a package that Hummingbird depends on has a module of that name.
            name: "Settings",
            dependencies: [
                "GoldenSignals", "PromModel", "PromQL", "TerminalUI", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        // Rule files are YAML.
        .target(
            name: "AlertRules",
            dependencies: ["GoldenSignals", "PromModel", "PromQL", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        .target(
            name: "Gates",
            dependencies: ["Diagnosis", "GoldenSignals", "PromModel", "PromQL"],
            swiftSettings: strict
        ),
        .target(
            name: "Recording",
            dependencies: ["Dashboard", "Diagnosis", "GoldenSignals", "PromModel", "TerminalUI"],
            swiftSettings: strict
        ),
        .target(
            name: "Dashboard",
            dependencies: ["Diagnosis", "GoldenSignals", "PromModel", "TerminalUI"],
            swiftSettings: strict
        ),
        .target(
            name: "PromClient",
            dependencies: nio + [
                "CInflate",
                "Detection",
                "Diagnosis",
                "GoldenSignals",
                "PromModel",
                "PromQL",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Grafana",
            dependencies: ["GoldenSignals", "PromModel", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        .target(name: "NCursesTerminal", dependencies: ["CTerminal", "TerminalUI"], swiftSettings: strict),
        // Level 5
        .executableTarget(
            name: "SRETop",
            dependencies: [
                "AlertRules",
                "CProcess",
                "Dashboard",
                "Detection",
                "Diagnosis",
                "Gates",
                "GoldenSignals",
                "Grafana",
                "IncidentJudge",
                "Incidents",
                "NCursesTerminal",
                "PromClient",
                "PromModel",
                "PromQL",
                "Randomness",
                "Recording",
                "ServiceKit",
                "Settings",
                "TerminalUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        // Beside: judges the PromQL engine and the exposition parser by Prometheus's own cases.
        .target(name: "Conformance", dependencies: ["PromModel", "PromQL"], swiftSettings: strict),
        .executableTarget(name: "promconformance", dependencies: ["Conformance"], swiftSettings: strict),
        // Beside: parts of the screen measured by themselves, for Scripts/bench/screen.
        .executableTarget(
            name: "screenbench",
            dependencies: [
                "CProcess", "Dashboard", "GoldenSignals", "NCursesTerminal", "PromModel", "Recording", "TerminalUI",
            ],
            path: "Benchmarks/screenbench",
            swiftSettings: strict
        ),
        // Beside: range queries timed, for Scripts/bench/promql.
        .executableTarget(
            name: "promqlbench",
            dependencies: ["PromModel", "PromQL", "Randomness"],
            path: "Benchmarks/promqlbench",
            swiftSettings: strict
        ),
        // Beside: reading and storing scraped pages measured by itself, for Scripts/bench/exposition.
        .executableTarget(
            name: "expositionbench",
            dependencies: ["PromModel", "PromQL", "Randomness"],
            path: "Benchmarks/expositionbench",
            swiftSettings: strict
        ),
        // Beside: random inputs for what reads bytes that others send.
        .executableTarget(
            name: "promfuzz",
            dependencies: ["PromModel", "PromQL", "Randomness"],
            path: "Benchmarks/promfuzz",
            swiftSettings: strict
        ),
        // Beside: the ranking of suspects judged by labelled incidents, for Scripts/bench/who.
        .executableTarget(
            name: "whobench",
            dependencies: ["Diagnosis", "GoldenSignals", "PromModel"],
            path: "Benchmarks/whobench",
            swiftSettings: strict
        ),
        // Beside: incidents with a known truth, played and judged, for Scripts/bench/incidents.
        .target(
            name: "Incidents",
            dependencies: ["PromModel", "Randomness", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        .target(
            name: "IncidentJudge",
            dependencies: [
                "Dashboard", "Diagnosis", "GoldenSignals", "Incidents", "PromClient", "PromModel", "PromQL",
                "Settings", "TerminalUI",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "incidentbench",
            dependencies: nio + [
                "IncidentJudge",
                "Incidents",
                "PromModel",
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Benchmarks/incidentbench",
            swiftSettings: strict
        ),
        // Tests
        .testTarget(name: "PromModelTests", dependencies: ["PromModel", "Randomness"], swiftSettings: checked),
        .testTarget(
            name: "PromQLTests",
            dependencies: ["Conformance", "PromModel", "PromQL", "Randomness"],
            exclude: ["Scripts"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "TerminalUITests",
            dependencies: ["Randomness", "TerminalUI", "TerminalUITestKit"],
            exclude: ["Snapshots"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "NCursesTerminalTests",
            dependencies: ["CTerminal", "NCursesTerminal", "Randomness", "TerminalUI"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "DetectionTests",
            dependencies: ["Detection", "PromModel", "Randomness"],
            exclude: ["Kinds"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "GoldenSignalsTests",
            dependencies: ["Detection", "Diagnosis", "GoldenSignals", "PromModel", "PromQL", "Randomness"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "DiagnosisTests",
            dependencies: ["Diagnosis", "GoldenSignals", "PromModel", "Randomness"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "RecordingTests",
            dependencies: [
                "Dashboard", "Diagnosis", "GoldenSignals", "IncidentJudge", "Incidents", "PromModel", "Randomness",
                "Recording", "TerminalUI",
            ],
            swiftSettings: checked
        ),
        .testTarget(
            name: "GatesTests",
            dependencies: ["Diagnosis", "Gates", "GoldenSignals", "PromModel", "Randomness"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "IncidentTests",
            dependencies: ["IncidentJudge", "Incidents", "PromModel", "Randomness"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "GrafanaTests",
            dependencies: ["GoldenSignals", "Grafana", "PromQL", .product(name: "Yams", package: "Yams")],
            swiftSettings: checked
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["GoldenSignals", "PromQL", "Randomness", "Settings", "TerminalUI"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "AlertRulesTests",
            dependencies: [
                "AlertRules", "GoldenSignals", "PromQL", "Settings", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: checked
        ),
        .testTarget(
            name: "ServiceKitTests",
            dependencies: ["PromModel", "Randomness", "ServiceKit"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "PromClientTests",
            dependencies: nio + ["GoldenSignals", "PromClient", "PromModel", "PromQL", "ServiceKit"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Dashboard", "Diagnosis", "GoldenSignals", "PromModel", "Randomness", "TerminalUI", "TerminalUITestKit",
            ],
            exclude: ["Snapshots"],
            swiftSettings: checked
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["AlertRules", "GoldenSignals", "PromClient", "PromModel", "PromQL", "Settings"],
            exclude: ["Parts"],
            swiftSettings: checked
        ),
    ]
)
