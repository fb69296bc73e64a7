package import PromModel

/// Which stretch of time the charts show, where that is not the newest of the usual length.
package struct TimeView: Sendable, Equatable {
    /// How long it is; nil for what the settings say.
    package var span: Duration?
    /// Its right end; nil for the newest.
    package var end: Timestamp?

    /// The newest, as long as the settings say.
    package init() {}

    /// The lengths that keys go through, in seconds.
    private static let seconds: [Int64] = [
        60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
        2_592_000,
    ]

    /// The next shorter length; nil where there is none.
    package static func shorter(than span: Duration) -> Duration? {
        seconds.last { .seconds($0) < span }.map { .seconds($0) }
    }

    /// The next longer length; nil where there is none.
    package static func longer(than span: Duration) -> Duration? {
        seconds.first { .seconds($0) > span }.map { .seconds($0) }
    }
}
