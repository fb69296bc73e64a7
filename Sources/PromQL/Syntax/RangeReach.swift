/// How a selector looks over the ends of its range, instead of guessing what lies between them and its samples.
package enum RangeReach: String, Hashable, Sendable, CaseIterable {
    /// The last sample before the range stands for its start.
    case anchored
    /// Values at both ends come from the samples around them, by interpolation.
    case smoothed

    /// The functions that can make something of it.
    package var functions: [Function] {
        switch self {
        case .anchored: [.changes, .delta, .increase, .rate, .resets]
        case .smoothed: [.delta, .increase, .rate]
        }
    }
}
