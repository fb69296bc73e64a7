internal import PromModel

/// What a part of an expression found out of labels at one step, for the next one.
///
/// A part that is evaluated once keeps nothing.
struct SteadyResults {
    /// The groups of a vector's elements.
    struct Groups {
        /// The number of the group of each element.
        let numbers: [Int]
        /// The labels of each group, in order of appearance.
        let labels: [Labels]
    }

    /// Two elements that match.
    struct Match {
        /// The place of the element on the "many" side.
        let many: Int
        /// The place of its partner.
        let one: Int
        /// The labels of what comes of them.
        let labels: Labels
    }

    private var isRepeated = false
    private var groups: ShapeResult<Groups>?
    private var distinct: ShapeResult<[Labels]>?
    private var matches: ShapePairResult<[Match]>?
    private var members: ShapePairResult<[Int]>?

    /// The groups of elements.
    mutating func groups(of elements: [Element], _ find: () -> Groups) -> Groups {
        if let groups, groups.shape.isShape(of: elements) { return groups.result }
        let found = find()
        if isRepeated { groups = ShapeResult(shape: VectorShape(elements), result: found) }
        isRepeated = true
        return found
    }

    /// Labels made of those of elements, place by place, each different from all others.
    mutating func distinctLabels(
        of elements: [Element],
        _ find: () throws(PromQLError) -> [Labels]
    ) throws(PromQLError) -> [Labels] {
        if let distinct, distinct.shape.isShape(of: elements) { return distinct.result }
        let found = try find()
        if isRepeated { distinct = ShapeResult(shape: VectorShape(elements), result: found) }
        isRepeated = true
        return found
    }

    /// The matches of two vectors; nil where `find` cannot tell them by labels alone.
    mutating func matches(of many: [Element], _ one: [Element], _ find: () -> [Match]?) -> [Match]? {
        if let matches, matches.isResult(of: many, one) { return matches.result }
        guard let found = find() else { return nil }
        if isRepeated {
            matches = ShapePairResult(shapes: (VectorShape(many), VectorShape(one)), result: found)
        }
        isRepeated = true
        return found
    }

    /// The places of those elements that a set operator keeps of one of two vectors.
    mutating func members(of left: [Element], _ right: [Element], _ find: () -> [Int]) -> [Int] {
        if let members, members.isResult(of: left, right) { return members.result }
        let found = find()
        if isRepeated {
            members = ShapePairResult(shapes: (VectorShape(left), VectorShape(right)), result: found)
        }
        isRepeated = true
        return found
    }
}
