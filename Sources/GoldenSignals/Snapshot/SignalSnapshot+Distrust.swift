extension SignalSnapshot {
    /// Whether the samples do not fill the window.
    package var isPartial: Bool { window < fullWindow || isThin }

    /// Takes every number back that is made of requests.
    package mutating func distrust(_ reason: Distrust) {
        takeBack()
        distrust = reason
    }

    /// Takes them back until the next sample tells whether they are right.
    package mutating func holdBack() {
        takeBack()
        isWarmingUp = true
    }

    private mutating func takeBack() {
        for signal in Signal.allCases where signal != .saturation { readings[signal] = SignalReading(.noData) }
        (requestCount, errorsPerSecond, errorsSinceOnset, errorTotals) = (nil, nil, nil, [:])
        (topBucket, breakdown, isWarmingUp, clientErrors, unanswered) = (nil, nil, false, nil, nil)
        // Those of whoever answered last.
        (processStarts, versions) = ([:], [:])
    }
}
