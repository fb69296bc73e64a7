/// The greatest or smallest elements of those added, NaN counting as worse than any number.
///
/// Of equal elements those stay that stay in Prometheus, which keeps a binary heap with the worst on top. Version 2
/// takes the worst off before it puts another one in, version 3 puts it in the worst one's place.
struct BestElements {
    private let limit: Int
    private let wantsGreatest: Bool
    private let isClosed: Bool
    private var heap: [Element] = []

    /// Keeps at most `limit` elements, which is at least one.
    init(limit: Int, wantsGreatest: Bool, isClosed: Bool) {
        self.limit = limit
        self.wantsGreatest = wantsGreatest
        self.isClosed = isClosed
    }

    mutating func add(_ element: Element) {
        guard heap.count == limit, let worst = heap.first?.value else {
            heap.append(element)
            rise()
            return
        }
        // Unlike in a comparison within the heap, NaN does not give way to NaN in version 3.
        guard worst.isNaN ? isClosed || !element.value.isNaN : isWorse(worst, than: element.value) else { return }
        if isClosed && limit > 1 {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
            sink()
            heap.append(element)
            rise()
        } else {
            heap[0] = element
            sink()
        }
    }

    /// The elements, best first, NaN last.
    var bestFirst: [Element] {
        Evaluator.sorted(heap, descending: wantsGreatest)
    }

    /// Prometheus's order of its heap, in which NaN is worse than anything, NaN included.
    private func isWorse(_ one: Double, than other: Double) -> Bool {
        one.isNaN || (wantsGreatest ? one < other : one > other)
    }

    /// Moves the last element up to its place.
    private mutating func rise() {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isWorse(heap[child].value, than: heap[parent].value) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Moves the first element down to its place.
    private mutating func sink() {
        var parent = 0
        while 2 * parent + 1 < heap.count {
            let (left, right) = (2 * parent + 1, 2 * parent + 2)
            let takesRight = right < heap.count && isWorse(heap[right].value, than: heap[left].value)
            let child = takesRight ? right : left
            guard isWorse(heap[child].value, than: heap[parent].value) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
