/// What clients do that try again: the makings of a retry storm.
package struct LoadRetries: Sendable, Equatable {
    /// How often a request goes out again at most, after it failed or was answered 5xx.
    package var limit = 0
    /// The pause before the first of them.
    package var pause = Duration.zero
    /// What each pause is times the one before.
    package var factor = 1.0
    /// How much of a pause is left to chance, 0 to 1.
    package var jitter = 0.0

    /// Nothing goes out again.
    package init() {}

    /// The pause before a try, 1 for the first after the request itself; `chance` lies between 0 and 1.
    func pause(before attempt: Int, chance: Double) -> Duration {
        var length = pause
        for _ in 1..<max(2, attempt) { length = min(.seconds(60), length * factor) }
        if attempt <= 1 { length = pause }
        return length * (1 - jitter * chance)
    }
}

/// Requests that go out again later, by their time.
struct LoadWaiting {
    private var heap: [(due: Int64, request: LoadConnection.Request)] = []

    var isEmpty: Bool { heap.isEmpty }
    var count: Int { heap.count }
    /// When the first is due; `Int64.max` where none waits.
    var nextDue: Int64 { heap.first?.due ?? .max }

    mutating func removeAll() { heap.removeAll() }

    mutating func add(_ request: LoadConnection.Request, due: Int64) {
        heap.append((due, request))
        var child = heap.count - 1
        while child > 0, heap[(child - 1) / 2].due > heap[child].due {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The first, where it is due.
    mutating func take(at now: Int64) -> LoadConnection.Request? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while true {
                let left = 2 * parent + 1
                guard left < heap.count else { break }
                let right = left + 1
                let child = right < heap.count && heap[right].due < heap[left].due ? right : left
                guard heap[child].due < heap[parent].due else { break }
                heap.swapAt(child, parent)
                parent = child
            }
        }
        return first.request
    }
}
