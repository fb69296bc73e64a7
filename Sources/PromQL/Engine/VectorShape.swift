internal import PromModel

/// The labels of the elements of a vector, in order.
///
/// From one step of a query to the next mostly the same series have values, in the same order and under the very same
/// labels. What labels were found to mean at one step then holds at the next, and nothing has to be looked up.
struct VectorShape {
    private let labels: [Labels]

    init(_ elements: [Element]) { labels = elements.map(\.labels) }

    /// Whether elements have these very labels; false of equal ones that were made apart.
    func isShape(of elements: [Element]) -> Bool {
        guard elements.count == labels.count else { return false }
        return elements.withUnsafeBufferPointer { elements in
            labels.withUnsafeBufferPointer { labels in
                labels.indices.allSatisfy { labels[$0].isIdentical(to: elements[$0].labels) }
            }
        }
    }
}

/// What follows from the labels of one vector.
struct ShapeResult<Outcome> {
    let shape: VectorShape
    let result: Outcome
}

/// What follows from the labels of two vectors.
struct ShapePairResult<Outcome> {
    let shapes: (VectorShape, VectorShape)
    let result: Outcome

    /// Whether two vectors have these very labels.
    func isResult(of one: [Element], _ other: [Element]) -> Bool {
        shapes.0.isShape(of: one) && shapes.1.isShape(of: other)
    }
}

extension [Element] {
    /// Whether any of them is a native histogram.
    var hasHistograms: Bool {
        withUnsafeBufferPointer { elements in elements.indices.contains { elements[$0].histogram != nil } }
    }
}
