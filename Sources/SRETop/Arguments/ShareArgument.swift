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
        let number = Double(isPercent ? String(argument.dropLast()) : argument)
        guard let share = number.map({ isPercent ? $0 / 100 : $0 }), share > 0, share <= 1 else {
            ArgumentForm.refuse("a share above 0% and up to 100%, such as 20% or 0.2")
            return nil
        }
        self.share = share
    }

    var defaultValueDescription: String { GateText.percent(share) }
}
