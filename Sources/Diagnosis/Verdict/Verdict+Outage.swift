package import GoldenSignals

extension Verdict {
    /// None of the targets answers.
    package var isDown: Bool { outage?.isWhole ?? false }

    /// The targets that do not answer, where that is the verdict.
    package var outage: TargetOutage? {
        if case .targetsDown(let outage) = self { outage } else { nil }
    }
}
