import PromModel

/// One family that tells the same requests under two schemes of labels, such as listeners and what stands behind them:
/// each is a view of all of them, and one counts.
enum LabelSchemeRule {
    private static let fewest = 100.0
    /// Views differ by what one of them does not see.
    private static let tolerance = 0.05

    private struct Scheme {
        var labels: Set<String>
        var members: [MetricFamily.Member]

        var total: Double { members.reduce(0) { $0 + ($1.value.isFinite ? $1.value : 0) } }
    }

    /// The conditions that take the scheme that counts most; none where the labels make no schemes.
    static func matchers(_ family: MetricFamily) -> [LabelMatcher] {
        let schemes = schemes(family)
        guard schemes.count > 1, let most = schemes.max(by: { $0.total < $1.total }), most.total >= fewest,
            schemes.allSatisfy({ LayerRule.agree($0.total, most.total, within: tolerance) })
        else { return [] }
        let others = schemes.filter { $0.labels != most.labels }
        let matchers = others.compactMap { other in
            other.labels.sorted().first { label in other.members.allSatisfy { !$0.labels[label].isEmpty } }
                .map { LabelMatcher.equal($0, "") }
        }
        return matchers.count == others.count ? matchers : []
    }

    /// The series by which labels they have, those that share one together; labels that all of them have aside.
    private static func schemes(_ family: MetricFamily) -> [Scheme] {
        let named = family.members.map { member in
            (member, Set(member.labels.filter { !$0.value.isEmpty && $0.name != "le" }.map(\.name)))
        }
        guard var common = named.first?.1 else { return [] }
        for (_, labels) in named { common.formIntersection(labels) }
        var schemes: [Scheme] = []
        for (member, labels) in named {
            let own = labels.subtracting(common)
            // A series without any of them is the sum of the rest, which is another rule's.
            guard !own.isEmpty else { return [] }
            let touched = schemes.indices.filter { !schemes[$0].labels.isDisjoint(with: own) }
            var scheme = Scheme(labels: own, members: [member])
            for index in touched.reversed() {
                let other = schemes.remove(at: index)
                scheme.labels.formUnion(other.labels)
                scheme.members += other.members
            }
            schemes.append(scheme)
        }
        return schemes
    }
}
