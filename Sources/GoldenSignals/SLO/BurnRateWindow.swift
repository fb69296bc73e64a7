/// One pair of windows of a multi-window burn-rate alert.
///
/// It fires while errors use up the budget more than `factor` times as fast as it may last, over the long window (so
/// that it matters) and over the short one (so that it still goes on).
///
/// Source: Google, "The Site Reliability Workbook", chapter 5, "Alerting on SLOs".
package struct BurnRateWindow: Sendable, Equatable, Codable {
    /// The window that decides how much budget is gone.
    package let long: Duration
    /// The window that ends the alert soon after the errors.
    package let short: Duration
    /// How many times faster than allowed.
    package let factor: Double
    /// Whether it pages somebody (critical) or can wait for the morning (warning).
    package let severity: Severity

    /// Memberwise.
    package init(long: Duration, short: Duration, factor: Double, severity: Severity) {
        self.long = long
        self.short = short
        self.factor = factor
        self.severity = severity
    }

    /// The workbook's windows for a period: 2 % of the budget in 1 h and 5 % in 6 h page, 10 % in 1 d and in 3 d do not.
    ///
    /// For 30 days the factors are 14.4, 6, 3 and 1.
    package static func standard(for period: Duration) -> [BurnRateWindow] {
        let shares: [(share: Double, long: Duration, short: Duration, severity: Severity)] = [
            (0.02, .seconds(3600), .seconds(300), .critical),
            (0.05, .seconds(6 * 3600), .seconds(1800), .critical),
            (0.1, .seconds(24 * 3600), .seconds(2 * 3600), .warning),
            (0.1, .seconds(72 * 3600), .seconds(6 * 3600), .warning),
        ]
        return shares.map { share, long, short, severity in
            BurnRateWindow(
                long: long,
                short: short,
                factor: tidied(share * (period / long)),
                severity: severity
            )
        }
    }

    /// Short windows for a demonstration over 6 hours: the same factors, and a page within minutes.
    ///
    /// They would be far too nervous for a real service.
    package static let demo = [
        BurnRateWindow(long: .seconds(300), short: .seconds(60), factor: 14.4, severity: .critical),
        BurnRateWindow(long: .seconds(1800), short: .seconds(300), factor: 6, severity: .critical),
        BurnRateWindow(long: .seconds(3600), short: .seconds(600), factor: 3, severity: .warning),
        BurnRateWindow(long: .seconds(6 * 3600), short: .seconds(1800), factor: 1, severity: .warning),
    ]

    /// The share of errors above which it fires.
    package func threshold(budget: Double) -> Double { Self.tidied(factor * budget) }

    /// Whether it can fire at all: no more than everything can fail, so that a budget is used up at most 1 / budget times
    /// too fast.
    package func canFire(budget: Double) -> Bool { threshold(budget: budget) < 1 }

    /// How long errors go on, in a service that had none, until it fires; nil where that share never makes it.
    package func detection(errorShare: Double, budget: Double) -> Duration? {
        guard errorShare > threshold(budget: budget) else { return nil }
        let part = threshold(budget: budget) / errorShare
        // The short window is full of errors long before.
        return .seconds((long / .seconds(1) * part * 1000).rounded() / 1000)
    }

    /// Without the noise of binary fractions: 0.02 * 720 is 14.4.
    static func tidied(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
}
