import GoldenSignals

extension GrafanaDashboard {
    /// The burn rates that alerts watch for: the budget of 30 days lasts 2 days at the highest.
    private static let factors = Limits([(1, .plain), (3, .warning), (6, .critical), (14.4, .critical)])
    private static let factorsInWords =
        "Lines at 1 (spends the budget in its period), 3, 6 and 14.4, which alerts watch for."

    /// The objectives, the error budget and how fast it burns.
    static func slo(_ profile: MetricProfile) -> GrafanaDashboard {
        let service = SignalCatalog.template(profile, choices: [.namespace, .job])
        return GrafanaDashboard(
            name: .slo,
            profile: profile,
            refresh: "10s",
            variables: RecordedSLO.variables,
            annotations: Annotation.all(service),
            sections: [("Now", budgets), ("Burn rate", burnRates), ("Alerts", [alerts])]
        )
    }

    private static var budgets: [Panel] {
        let each = "{{slo}}"
        return [
            Panel(
                kind: .stat,
                title: "Objective",
                queries: [Panel.Query(RecordedSLO.objective, legend: each)],
                unit: .share,
                width: 4,
                empty: "no SLO recorded",
                description: "The share of good events that is promised."
            ),
            Panel(
                kind: .stat,
                title: "Period",
                queries: [Panel.Query(RecordedSLO.period, legend: each)],
                unit: .seconds,
                width: 4,
                empty: "no SLO recorded",
                description: "The time that the promise is about."
            ),
            Panel(
                kind: .stat,
                title: "Error budget remaining now",
                queries: [Panel.Query(RecordedSLO.budgetRemaining, legend: each)],
                unit: .share,
                width: 5,
                // The budget can be overspent many times over.
                limits: Limits([(-1e9, .critical), (0, .warning), (0.25, .good)]),
                empty: "no traffic",
                description: "What is left of the bad events that the period allows. Orange below 25 %, red below 0 %."
            ),
            Panel(
                kind: .stat,
                title: "Burn rate now",
                queries: [Panel.Query(RecordedSLO.burnRate, legend: each)],
                unit: .plain,
                width: 5,
                limits: Limits([(0, .good), (1, .warning), (6, .critical)]),
                empty: "no traffic",
                decimals: 2,
                description: "1 spends the budget in exactly its period. Orange from 1, red from 6."
            ),
            Panel(
                kind: .stat,
                title: "Budget lasts",
                queries: [Panel.Query(RecordedSLO.timeToExhaustion, legend: each)],
                unit: .seconds,
                width: 6,
                empty: "nothing burns",
                description: "How long the rest of the budget lasts at the present burn rate. 0 where nothing is left."
            ),
        ]
    }

    private static var burnRates: [Panel] {
        let each = "{{slo}} {{window}}"
        return [
            Panel(
                kind: .lines,
                title: "Burn rate by window",
                queries: [Panel.Query(RecordedSLO.burnRates, legend: each)],
                unit: .plain,
                width: 24,
                rows: 9,
                limits: factors,
                axis: Panel.Axis(floor: 0),
                empty: "no traffic",
                description: factorsInWords
            ),
            Panel(
                kind: .lines,
                title: "Error budget remaining",
                queries: [Panel.Query(RecordedSLO.budgetRemaining, legend: "{{slo}}")],
                unit: .share,
                width: 8,
                limits: Limits([(0, .critical)]),
                axis: Panel.Axis(ceiling: 1, low: 0),
                empty: "no traffic",
                description: "What is left of the bad events that the period allows. Red line at 0 %."
            ),
            Panel(
                kind: .lines,
                title: "SLI error ratio by window",
                queries: [Panel.Query(RecordedSLO.errorRatios, legend: each)],
                unit: .share,
                width: 8,
                axis: Panel.Axis(floor: 0),
                empty: "no traffic",
                description: "The share of bad events in each window that alerts look at."
            ),
            Panel(
                kind: .lines,
                title: "Events by window",
                queries: [Panel.Query(RecordedSLO.events, legend: each)],
                unit: .plain,
                width: 8,
                axis: Panel.Axis(floor: 0),
                description: "How many events each window holds: a ratio of few events decides nothing."
            ),
        ]
    }

    private static var alerts: Panel {
        Panel(
            kind: .table,
            title: "Firing alerts",
            queries: [Panel.Query(RecordedSLO.firingAlerts, legend: "")],
            unit: .plain,
            width: 24,
            rows: 6,
            empty: "no alert fires",
            hiddenColumns: ["Time", "Value", "__name__", "alertstate"],
            description: "The alerts of the chosen SLOs that fire now."
        )
    }
}
