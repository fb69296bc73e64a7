import ArgumentParser
import Gates

/// A share on the command line: `20%` or `0.2`, above nothing and at most everything.
struct ShareArgument: ExpressibleByArgument, Sendable, Equatable {
    let share: Double

    init(_ share: Double) {
        self.share = share
    }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        let share = isPercent ? number / 100 : number
        guard share > 0, share <= 1 else { return nil }
        self.share = share
    }

    var defaultValueDescription: String { GateText.percent(share) }
}
