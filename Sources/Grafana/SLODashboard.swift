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
                .stat,
                "Objective",
                [Panel.Query(RecordedSLO.objective, legend: each)],
                unit: .share,
                width: 4,
                description: "The share of good events that is promised."
            )
            .with { $0.empty = "no SLO recorded" },
            Panel(
                .stat,
                "Period",
                [Panel.Query(RecordedSLO.period, legend: each)],
                unit: .seconds,
                width: 4,
                description: "The time that the promise is about."
            )
            .with { $0.empty = "no SLO recorded" },
            Panel(
                .stat,
                "Error budget remaining now",
                [Panel.Query(RecordedSLO.budgetRemaining, legend: each)],
                unit: .share,
                width: 5,
                description: "What is left of the bad events that the period allows. Orange below 25 %, red below 0 %."
            )
            .with {
                // The budget can be overspent many times over.
                $0.limits = Limits([(-1e9, .critical), (0, .warning), (0.25, .good)])
                $0.empty = "no traffic"
            },
            Panel(
                .stat,
                "Burn rate now",
                [Panel.Query(RecordedSLO.burnRate, legend: each)],
                unit: .plain,
                width: 5,
                description: "1 spends the budget in exactly its period. Orange from 1, red from 6."
            )
            .with {
                $0.limits = Limits([(0, .good), (1, .warning), (6, .critical)])
                $0.empty = "no traffic"
                $0.decimals = 2
            },
            Panel(
                .stat,
                "Budget lasts",
                [Panel.Query(RecordedSLO.timeToExhaustion, legend: each)],
                unit: .seconds,
                width: 6,
                description: "How long the rest of the budget lasts at the present burn rate. 0 where nothing is left."
            )
            .with { $0.empty = "nothing burns" },
        ]
    }

    private static var burnRates: [Panel] {
        let each = "{{slo}} {{window}}"
        return [
            Panel(
                .lines,
                "Burn rate by window",
                [Panel.Query(RecordedSLO.burnRates, legend: each)],
                unit: .plain,
                width: 24,
                height: 9,
                description: factorsInWords
            )
            .with {
                $0.limits = factors
                $0.axis.floor = 0
                $0.empty = "no traffic"
            },
            Panel(
                .lines,
                "Error budget remaining",
                [Panel.Query(RecordedSLO.budgetRemaining, legend: "{{slo}}")],
                unit: .share,
                width: 8,
                description: "What is left of the bad events that the period allows. Red line at 0 %."
            )
            .with {
                $0.limits = Limits([(0, .critical)])
                $0.axis = Panel.Axis(ceiling: 1, low: 0)
                $0.empty = "no traffic"
            },
            Panel(
                .lines,
                "SLI error ratio by window",
                [Panel.Query(RecordedSLO.errorRatios, legend: each)],
                unit: .share,
                width: 8,
                description: "The share of bad events in each window that alerts look at."
            )
            .with {
                $0.axis.floor = 0
                $0.empty = "no traffic"
            },
            Panel(
                .lines,
                "Events by window",
                [Panel.Query(RecordedSLO.events, legend: each)],
                unit: .plain,
                width: 8,
                description: "How many events each window holds: a ratio of few events decides nothing."
            )
            .with { $0.axis.floor = 0 },
        ]
    }

    private static var alerts: Panel {
        Panel(
            .table,
            "Firing alerts",
            [Panel.Query(RecordedSLO.firingAlerts, legend: "")],
            unit: .plain,
            width: 24,
            height: 6,
            description: "The alerts of the chosen SLOs that fire now."
        )
        .with {
            $0.empty = "no alert fires"
            $0.hiddenColumns = ["Time", "Value", "__name__", "alertstate"]
        }
    }
}
