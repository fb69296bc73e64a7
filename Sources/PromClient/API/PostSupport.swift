import Synchronization

/// Whether a server was found to refuse POST where it takes GET.
final class PostSupport: Sendable {
    private let refused = Atomic(false)

    /// Whether it is known to refuse.
    var isRefused: Bool { refused.load(ordering: .relaxed) }

    /// Remembers that it refuses.
    func noteRefusal() {
        refused.store(true, ordering: .relaxed)
    }
}
