import GoldenSignals
import PromQL
import Yams

extension SLOFile {
    private static let objectiveKeys = [
        "name", "objective", "indicator", "period", "windows", "minimum_requests", "runbook",
    ]
    /// The period of the workbook's windows.
    static let standardPeriods = Duration.seconds(28 * 86_400)...Duration.seconds(92 * 86_400)

    static func objectives(
        _ file: SettingsMapping,
        of service: ServiceObjectives
    ) throws(ConfigurationFile.Failure) -> [ServiceLevelObjective] {
        var objectives: [ServiceLevelObjective] = []
        for node in try file.list("objectives") {
            let mapping = try SettingsMapping(node, named: "an objective", in: file.place, allowed: objectiveKeys)
            let objective = try objective(mapping)
            // Alerts are called by it, without its marks and with other capitals.
            let isThere = objectives.contains { plain($0.name) == plain(objective.name) }
            guard !isThere else {
                throw mapping.failure("there are two objectives of the name \(objective.name)", at: "name")
            }
            guard service.indicator(objective, window: .seconds(300)) != nil else {
                let why = service.profile.map { "the profile \($0.name) does not tell it" } ?? "it needs a profile"
                throw mapping.failure("the indicator has no expression: \(why)", at: "indicator")
            }
            objectives.append(objective)
        }
        guard !objectives.isEmpty else {
            throw file.failure("objectives is to be a list of at least one", at: "objectives")
        }
        return objectives
    }

    private static func plain(_ name: String) -> String {
        name.filter { $0 != "-" && $0 != "_" }.lowercased()
    }

    private static func objective(
        _ mapping: SettingsMapping
    ) throws(ConfigurationFile.Failure) -> ServiceLevelObjective {
        guard let name = try word("name", mapping) else { throw mapping.failure("name is missing", at: "name") }
        let day = Duration.seconds(86_400)
        let period =
            try ConfigurationFile.duration("period", mapping, in: .seconds(3600)...(day * 400))?.value ?? day * 30
        return ServiceLevelObjective(
            name: name,
            objective: try share(mapping),
            indicator: try indicator(mapping),
            period: period,
            windows: try windows(mapping, period: period),
            minimumEvents: try minimum(mapping),
            runbook: try mapping.text("runbook")?.value
        )
    }

    private static func share(_ mapping: SettingsMapping) throws(ConfigurationFile.Failure) -> Double {
        let text = try mapping.text("objective")?.value ?? ""
        guard let share = share(percentage: text) else {
            throw mapping.failure(
                "objective is to be a percentage above 0% and below 100%, such as 99.9% (at most 99.9999%)",
                at: "objective"
            )
        }
        return share
    }

    /// A share of good work, written as a percentage; nil for none.
    static func share(percentage text: String) -> Double? {
        // Closer to everything there is no budget left to count with.
        guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent >= 0.0001, percent <= 99.9999 else {
            return nil
        }
        return (percent * 1e7).rounded() / 1e9
    }

    private static func minimum(_ mapping: SettingsMapping) throws(ConfigurationFile.Failure) -> Int {
        guard let text = try mapping.text("minimum_requests")?.value else { return 20 }
        guard let number = Int(text), (1...1_000_000_000).contains(number) else {
            throw mapping.failure("minimum_requests is to be a whole number from 1 on", at: "minimum_requests")
        }
        return number
    }

    private static func indicator(
        _ mapping: SettingsMapping
    ) throws(ConfigurationFile.Failure) -> ServiceLevelObjective.Indicator {
        guard let node = mapping["indicator"] else { throw mapping.failure("indicator is missing", at: "indicator") }
        if node.scalar?.string == "availability" { return .availability }
        guard node.mapping != nil else {
            throw mapping.failure(
                "indicator is to be availability, {latency: 500ms}, or {errors: EXPRESSION, total: EXPRESSION}",
                at: "indicator"
            )
        }
        let kinds = try SettingsMapping(
            node,
            named: "the indicator",
            in: mapping.place,
            allowed: ["latency", "errors", "total"]
        )
        if let latency = try ConfigurationFile.duration("latency", kinds, in: .milliseconds(1)...(.seconds(3600))) {
            guard kinds.entries.count == 1 else { throw kinds.failure("latency stands alone", at: "latency") }
            return .latency(seconds: latency.value / .seconds(1))
        }
        let errors = try expression("errors", kinds)
        let total = try expression("total", kinds)
        guard grouping(errors) == grouping(total) else {
            throw kinds.failure("errors and total are to keep the same labels, or they never match", at: "errors")
        }
        return .expressions(errors: errors, total: total)
    }

    /// The labels that an aggregation leaves; nil for anything else, of which it cannot be said so simply.
    private static func grouping(_ text: String) -> Set<String>? {
        guard let tree = try? PromQLParser.parse(text.replacing("$window", with: "5m")),
            case .aggregation(let aggregation) = tree.unparenthesized, case .by(let labels) = aggregation.grouping
        else { return nil }
        return Set(labels)
    }

    /// An expression that has a value for a window.
    private static func expression(
        _ key: String,
        _ mapping: SettingsMapping
    ) throws(ConfigurationFile.Failure) -> String {
        guard let text = try mapping.text(key)?.value else {
            throw mapping.failure("errors and total are needed both", at: key)
        }
        guard text.contains("$window") else {
            throw mapping.failure("\(key) has no $window: each alert looks at several windows", at: key)
        }
        let tree: Expression
        do throws(PromQLSyntaxError) {
            tree = try PromQLParser.parse(text.replacing("$window", with: "5m"))
        } catch {
            throw mapping.failure("\(key) is no PromQL: \(error)", at: key)
        }
        guard tree.type == .vector else { throw mapping.failure("\(key) is no instant vector", at: key) }
        // It will stand among others, where a comment would swallow what follows.
        guard (try? PromQLParser.parse("(\(text.replacing("$window", with: "5m")))")) != nil else {
            throw mapping.failure("\(key) ends with a comment", at: key)
        }
        return text
    }

    private static func windows(
        _ mapping: SettingsMapping,
        period: Duration
    ) throws(ConfigurationFile.Failure) -> [BurnRateWindow] {
        guard let node = mapping["windows"], node.scalar?.string != "standard" else {
            guard standardPeriods.contains(period) else {
                throw mapping.failure(
                    "the standard windows are for a period of 28d to 92d: for another one list windows, or take demo",
                    at: mapping["windows"] == nil ? "period" : "windows"
                )
            }
            return BurnRateWindow.standard(for: period)
        }
        if node.scalar?.string == "demo" { return BurnRateWindow.demo }
        guard node.sequence != nil else {
            throw mapping.failure("windows is to be standard, demo, or a list of windows", at: "windows")
        }
        let windows = try mapping.list("windows").map { node throws(ConfigurationFile.Failure) in
            try window(
                SettingsMapping(
                    node,
                    named: "a window",
                    in: mapping.place,
                    allowed: ["long", "short", "factor", "severity"]
                ),
                period: period
            )
        }
        guard !windows.isEmpty, windows.count <= 10 else {
            throw mapping.failure("windows is to be a list of one to ten", at: "windows")
        }
        return windows
    }

    private static func window(
        _ mapping: SettingsMapping,
        period: Duration
    ) throws(ConfigurationFile.Failure) -> BurnRateWindow {
        let range = Duration.seconds(10)...period
        guard let long = try ConfigurationFile.duration("long", mapping, in: range)?.value,
            let short = try ConfigurationFile.duration("short", mapping, in: range)?.value
        else { throw mapping.failure("a window needs long and short", at: "long") }
        guard short < long else { throw mapping.failure("short is to be shorter than long", at: "short") }
        guard let factor = try mapping.text("factor").flatMap({ Double($0.value) }), factor > 0, factor < 1e6 else {
            throw mapping.failure("factor is to be a number above 0: how many times too fast", at: "factor")
        }
        guard let severity = try mapping.choice("severity", among: Severity.allCases)?.value else {
            throw mapping.failure("severity is to be warning or critical", at: "severity")
        }
        return BurnRateWindow(long: long, short: short, factor: factor, severity: severity)
    }
}
