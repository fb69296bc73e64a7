import GoldenSignals

/// A recording is played: its time goes by faster or slower than ours, and nobody can be asked anything.
package struct Replay: Sendable, Equatable {
    /// What a speed can be.
    package static let speeds = 0.1...3600.0

    /// How many recorded seconds go by in one.
    package var speed: Double
    /// All of it was told.
    package var isOver = false

    /// A recording that begins.
    package init(speed: Double) { self.speed = speed }

    /// The speed as it is written: `8x`.
    package var text: String { "\(NumberText.trimmed(speed))x" }
}
