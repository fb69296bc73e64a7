import PromModel

/// One layer counts: a request passes several, and a page may tell of what the service asks others as well.
enum LayerRule {
    /// Where a family stands: the lower the nearer to who asks.
    static func rank(_ words: MetricWords) -> Int {
        let said = words.all.filter { !words.unsaid.contains($0) }
        if said.contains(where: Vocabulary.outerLayers.contains) { return 0 }
        return said.contains(where: Vocabulary.innerLayers.contains) ? 2 : 1
    }

    /// Of counters of messages those that leave, where others of the page tell of those that come.
    static func sent(_ counters: [MetricFamily], beside families: [MetricFamily]) -> Set<String> {
        let isIn = { (family: MetricFamily) in family.words.contains(any: ["received", "consumed", "incoming"]) }
        guard families.contains(where: { $0.form == .counter && $0.words.stem.contains("message") && isIn($0) }) else {
            return []
        }
        return Set(
            counters.filter { family in
                family.words.contains(any: ["published", "produced", "emitted"]) && !isIn(family)
            }
            .map(\.name)
        )
    }

    /// Values of labels that tell whose requests they are.
    private static let own: Set<String> = [
        "destination", "inbound", "server", "incoming", "ingress", "downstream", "consumer", "span_kind_server",
    ]
    private static let others: Set<String> = [
        "source", "outbound", "client", "outgoing", "egress", "upstream", "producer", "span_kind_client", "waypoint",
        "internal", "span_kind_internal", "span_kind_producer", "span_kind_consumer",
    ]
    /// Words of labels that tell whose requests they are; what else a client or a source is may be any part of them.
    private static let directions: Set<String> = [
        "direction", "reporter", "kind", "side", "role", "type", "spankind", "traffic", "flow", "perspective", "server",
    ]
    /// Values that stand for the sum of the rest.
    private static let sums: Set<String> = ["all", "total", "sum", "any", "overall", "*", "_all", "_total"]
    /// Values of a verb for requests that last as long as somebody listens.
    private static let longRunning = ["WATCH", "WATCHLIST", "CONNECT"]

    /// The conditions that select a family's own requests, once each; nil where none is its own.
    static func matchers(_ family: MetricFamily) -> [LabelMatcher]? {
        var matchers: [LabelMatcher] = []
        for label in family.labelNames {
            let words = MetricWords(label)
            if words.contains(any: ["target"]), words.contains(any: ["host", "port", "scheme"]) { return nil }
            let values = family.values(of: label)
            let names = values.keys.filter { !$0.isEmpty }.sorted()
            let isEnd = words.contains(any: ["code", "status", "error", "reason", "result", "exception"])
            let isDirection = words.contains(any: ["direction"])
            let mine = names.filter { own.contains($0.lowercased()) || isDirection && $0.lowercased() == "in" }
            let foreign = names.filter { others.contains($0.lowercased()) || isDirection && $0.lowercased() == "out" }
            // What peers of a cluster call each other for is internal, however the label is called.
            let tells = words.contains(any: directions) || family.words.contains(any: ["rpc"]) && names == ["internal"]
            if !isEnd, tells, mine.count + foreign.count == names.count, !foreign.isEmpty {
                // What stands between two others tells of its own requests where nobody else does.
                if foreign.allSatisfy({ $0.lowercased() == "waypoint" }), mine.isEmpty { continue }
                guard !mine.isEmpty else { return nil }
                matchers.append(mine.count == 1 ? .equal(label, mine[0]) : .anyOf(label, mine))
                continue
            }
            // Of one status alone it may be chance that half of the requests have none.
            if isSumWithout(label, values, family), !isEnd || names.count > 1 {
                // The parts are taken where they say more.
                let partsTell = isEnd || lacksEnd(where: label, family)
                matchers.append(partsTell ? .notEqual(label, "") : .equal(label, ""))
            }
            if let sum = names.first(where: { sums.contains($0.lowercased()) }), names.count > 1 {
                let rest = values.filter { $0.key != sum }.values.reduce(0, +)
                if agree(values[sum] ?? 0, rest, within: 0.05), isSumOfEach(label, sum, family) {
                    matchers.append(.notEqual(label, sum))
                } else if areFailures(values, of: sum) {
                    matchers.append(.equal(label, sum))
                }
            } else if isEnd, let sum = sum(values) {
                matchers.append(.notEqual(label, sum))
            }
            if isEnd { matchers += classesBesideCodes(values).map { .notEqual(label, $0) } }
            if let whole = whole(label, values) { matchers.append(.equal(label, whole)) }
            if label == "verb" {
                for verb in longRunning where names.contains(verb) && names.count > 1 {
                    matchers.append(.notEqual(label, verb))
                }
            }
            if isScope(label), names.count > 1 { matchers += scope(label, names, family) }
        }
        return matchers + LabelSchemeRule.matchers(family)
    }

    /// Whether a label names the host that is asked, as clients do; where nothing else is counted it may be the own one.
    static func namesWhomItAsks(_ family: MetricFamily) -> Bool {
        family.labelNames.contains { MetricWords($0).all == ["request", "host"] }
    }

    /// Whether each series without a label counts just what those like it with the label do together: it is their sum.
    private static func isSumWithout(_ label: String, _ values: [String: Double], _ family: MetricFamily) -> Bool {
        guard let sum = values[""], sum >= 100, values.count > 1 else { return false }
        let parts = family.members.filter { !$0.labels[label].isEmpty }
        return family.members.filter { $0.labels[label].isEmpty }.allSatisfy { whole in
            let alike = parts.filter { part in whole.labels.allSatisfy { part.labels[$0.name] == $0.value } }
            return abs(alike.reduce(0) { $0 + $1.value } - whole.value) <= whole.value * 0.001
        }
    }

    /// Whether a value that stands for all counts of each status what the others do together; half of the requests may be
    /// its own by chance.
    private static func isSumOfEach(_ label: String, _ sum: String, _ family: MetricFamily) -> Bool {
        let statuses = family.labelNames.filter { other in
            other != label && MetricWords(other).contains(any: ["code", "status", "result", "outcome"])
        }
        return statuses.allSatisfy { status in
            let whole = family.values(of: status, where: [.equal(label, sum)])
            let parts = family.values(of: status, where: [.notEqual(label, sum)])
            // What does not tell it on both sides cannot be compared.
            guard whole[""] == nil, parts[""] == nil else { return true }
            return Set(whole.keys).union(parts.keys).allSatisfy { value in
                agree(whole[value] ?? 0, parts[value] ?? 0, within: 0.05)
            }
        }
    }

    /// Whether the series without a label say nothing of how requests ended, and those with it do.
    private static func lacksEnd(where label: String, _ family: MetricFamily) -> Bool {
        family.labelNames.contains { other in
            guard other != label, MetricWords(other).contains(any: ["code", "status", "result", "outcome"]) else {
                return false
            }
            let told = family.members.filter { !$0.labels[other].isEmpty }
            return !told.isEmpty && told.allSatisfy { !$0.labels[label].isEmpty }
        }
    }

    /// Whether all that a label tells beside the sum is what failed of it.
    private static func areFailures(_ values: [String: Double], of sum: String) -> Bool {
        let others = values.filter { $0.key != sum && !$0.key.isEmpty }
        let isFailure = { (value: String) in
            [StatusGrammar.outcomes, .grpcWords, .classes, .codes].contains { grammar in
                let verdict = grammar.verdict(value.replacing("-", with: "_"))
                // Of classes and codes those of callers' faults are no successes either.
                return verdict == .failure || verdict == .callersFault && value.first?.isASCIIDigit == true
            }
        }
        return !others.isEmpty && others.keys.allSatisfy(isFailure)
            && others.values.reduce(0, +) <= (values[sum] ?? 0) * 0.5
    }

    /// Of values that nobody knows the one that counts just what all others do together; nil where none does.
    private static func sum(_ values: [String: Double]) -> String? {
        let counting = values.filter { $0.value > 0 && !$0.key.isEmpty }
        let isKnown = { (value: String) in StatusGrammar.allCases.contains { $0.verdict(value) != nil } }
        guard !counting.keys.contains(where: isKnown) else { return nil }
        let all = counting.values.reduce(0, +)
        guard counting.count > 2, all >= 1000, let most = counting.max(by: { $0.value < $1.value }) else { return nil }
        return abs(2 * most.value - all) <= all * 0.0001 ? most.key : nil
    }

    /// Classes such as `2xx` that stand beside the codes that they are the sums of.
    private static func classesBesideCodes(_ values: [String: Double]) -> [String] {
        let classes = values.filter { $0.value > 0 && StatusGrammar.classes.verdict($0.key) != nil }
        let sums = classes.filter { name, count in
            let codes = values.filter { code, _ in
                code.count == 3 && code.first == name.first && code.allSatisfy(\.isASCIIDigit)
            }
            return !codes.isEmpty && agree(codes.values.reduce(0, +), count, within: 0.01)
        }
        return sums.count == classes.count ? sums.keys.sorted() : []
    }

    /// Words for the whole of a request beside its parts.
    private static let wholes: Set<String> = ["request", "total", "overall", "full", "e2e"]

    /// Where a label tells the parts of one request, and the whole of it under a word of its own: that word.
    private static func whole(_ label: String, _ values: [String: Double]) -> String? {
        let isHinted = MetricWords(label).contains(any: ["type", "phase", "stage", "step", "part"])
        guard values.count > (isHinted ? 1 : 2),
            let whole = values.keys.filter({ wholes.contains($0.lowercased()) }).min(), let count = values[whole],
            count > 2
        else { return nil }
        return values.values.allSatisfy { agree($0, count, within: 0.05) } ? whole : nil
    }

    private static let parts: Set<String> = ["phase", "stage", "step", "layer"]

    /// A label that tells parts of one request apart: each request counts once for every value of it; nil where none does.
    ///
    /// Stages of which each has requests of its own may be asked equally often: a counter alone does not tell.
    static func partsLabel(_ family: MetricFamily) -> String? {
        family.labelNames.first { label in
            let words = MetricWords(label)
            guard words.contains(any: parts), family.form != .counter || !words.contains(any: ["stage"]) else {
                return false
            }
            let values = family.values(of: label).filter { !$0.key.isEmpty }
            let counts = values.values
            guard counts.count > 1, whole(label, values) == nil, let most = counts.max() else { return false }
            return counts.allSatisfy { agree($0, most, within: 0.05) }
        }
    }

    /// Labels that name the library that counted: two of them may have counted the same request.
    private static func isScope(_ label: String) -> Bool {
        let words = MetricWords(label)
        return words.contains(any: ["scope"]) && words.contains(any: ["name"])
    }

    /// Labels that tell processes apart.
    private static let process = ["instance", "job", "exported_instance", "exported_job", "service_name"]

    /// Of scopes that count the same, the one whose series have a status and the most labels, the first by name; of others
    /// the one that counts most: what the rest counts may be a part of it.
    private static func scope(_ label: String, _ names: [String], _ family: MetricFamily) -> [LabelMatcher] {
        // Libraries in processes of their own count requests of their own.
        let processes = Dictionary(grouping: family.members) { member in process.map { member.labels[$0] } }
        guard processes.values.contains(where: { members in Set(members.map { $0.labels[label] }).count > 1 }) else {
            return []
        }
        let counts = names.map { family.total(where: [.equal(label, $0)]) }
        guard let most = counts.max() else { return [] }
        let whole = zip(names, counts).filter { agree($0.1, most, within: 0.05) }.map(\.0)
        let ranked = whole.map { name -> (name: String, rank: (Int, Int)) in
            let matchers: [LabelMatcher] = [.equal(label, name)]
            let isJudged = if case .told = StatusRule.read(family, where: matchers) { true } else { false }
            let labels = family.labelNames.count { other in
                family.values(of: other, where: matchers).contains { !$0.key.isEmpty && $0.value > 0 }
            }
            return (name, (isJudged ? 0 : 1, -labels))
        }
        return ranked.min { $0.rank < $1.rank }.map { [.equal(label, $0.name)] } ?? []
    }

    /// The condition among some that takes one library's counts alone; nil where none does.
    static func oneScope(_ matchers: [LabelMatcher]) -> LabelMatcher? {
        matchers.first { matcher in
            if case .equal(let label, let value) = matcher { isScope(label) && !value.isEmpty } else { false }
        }
    }

    /// Whether two counts are the same, but for what was under way.
    static func agree(_ one: Double, _ other: Double, within share: Double) -> Bool {
        abs(one - other) <= max(2, share * max(one, other))
    }
}
