/// Whether the samples of a window fill it.
enum WindowFill {
    /// A window that lacks more than this part of its samples is not full.
    private static let lateShare = 0.05

    /// Whether a window, and one scrape before it as the newest may come late, holds too few samples to be full.
    static func isThin(_ count: Double, of full: Double) -> Bool { count < full - max(0.5, full * lateShare) }
}
