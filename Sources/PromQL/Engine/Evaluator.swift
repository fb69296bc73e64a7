internal import PromModel

/// Evaluates one query: an expression at one or many moments.
///
/// Series are chosen once, when the plan is made; each step then only looks up its windows.
final class Evaluator {
    let options: PromQLEngine.Options
    let store: SampleStore
    /// First and last moment of the query in milliseconds.
    let start: Int64
    let end: Int64
    /// Distance of the moments in milliseconds; zero for an instant query.
    let step: Int64

    /// What selectors chose, by this query or by others over the same store.
    let memo: SelectionMemo
    /// Who listens to what is said beside the answer.
    let listener: AnnotationLog?

    private var bareLabels: [Labels: Labels] = [:]
    private var bounds: [String: Double?] = [:]
    /// Samples held until the query ends.
    private var held = 0
    /// How many functions that read only totals of native histograms, or more of them, stand around what is planned.
    var totalReaders = 0
    var bucketReaders = 0
    /// Evaluations of expressions within subqueries, which can be very many even if they find nothing.
    private var evaluations = 0

    init(
        options: PromQLEngine.Options,
        store: SampleStore,
        start: Int64,
        end: Int64,
        step: Int64,
        memo: SelectionMemo? = nil,
        log: AnnotationLog? = nil
    ) {
        self.memo = memo ?? SelectionMemo()
        listener = log
        self.options = options
        self.store = store
        self.start = start
        self.end = end
        self.step = step
    }

    /// Whether answers are those of Prometheus 2.
    var isClosed: Bool { options.windowSemantics == .closed }

    /// Labels without the metric name, or with the name about to go; computed once per labels, since steps ask for the same ones again.
    func bare(_ labels: Labels) -> Labels {
        if let known = bareLabels[labels] { return known }
        let result =
            if options.delaysNameRemoval {
                labels.markingMetricName
            } else {
                isClosed ? labels.droppingMetricName : labels.droppingMetadata
            }
        bareLabels[labels] = result
        return result
    }

    /// The upper bound of a histogram bucket, or nil if the text of its label is no number.
    func bucketBound(_ text: String) -> Double? {
        if let known = bounds[text] { return known }
        let parsed: Double?
        do throws(NumberText.Failure) {
            parsed = try NumberText.parse(text)
        } catch {
            parsed = nil
        }
        bounds[text] = .some(parsed)
        return parsed
    }

    /// Counts samples that stay in memory until the query ends.
    func hold(_ count: Int) throws(PromQLError) {
        held += count
        try require(0)
    }

    /// Fails if the query holds too many samples, `extra` among them, or its task was cancelled.
    func require(_ extra: Int) throws(PromQLError) {
        guard held + extra <= options.maxSamples else { throw .tooManySamples(limit: options.maxSamples) }
        if Task.isCancelled { throw .cancelled }
    }

    /// Counts one evaluation within a subquery.
    func countEvaluation() throws(PromQLError) {
        evaluations += 1
        guard evaluations <= options.maxSamples else { throw .tooManySamples(limit: options.maxSamples) }
        if evaluations % 256 == 0 { try require(0) }
    }

    /// Fails if two elements have the same labels.
    static func requireUnique(_ elements: [Element]) throws(PromQLError) {
        guard elements.count > 1 else { return }
        try requireUnique(elements.map(\.labels))
    }

    static func requireUnique(_ labels: [Labels]) throws(PromQLError) {
        guard labels.count > 1 else { return }
        var seen: Set<Labels> = []
        seen.reserveCapacity(labels.count)
        for labels in labels where !seen.insert(labels).inserted { throw .duplicateLabels(labels) }
    }

    /// Elements as the answer shows them; fails if two of them have the same labels.
    func settled(_ elements: [Element]) throws(PromQLError) -> [Element] {
        var elements = elements
        if options.delaysNameRemoval {
            for index in elements.indices {
                elements[index].labels = elements[index].labels.settled
            }
        }
        try Evaluator.requireUnique(elements)
        return elements
    }

    /// Evaluates a part of the expression at a moment.
    func evaluate(_ node: PlanNode, at time: Int64) throws(PromQLError) -> Value {
        switch node.operation {
        case .number(let value): return .scalar(value)
        case .string(let text): return .string(text)
        case .selector(let selector): return .vector(evaluate(selector, of: node, at: time).map { $0.element })
        case .range(let selector, let range): return .matrix(windows(of: node, selector, range: range, at: time))
        case .subquery(let subquery, let range, let step):
            return .matrix(try windows(of: node, subquery, range: range, step: step, at: time))
        case .negated:
            let operand = try evaluate(node.children[0], at: time)
            if isClosed, case .vector(let elements) = operand {
                for element in elements {
                    try node.note(bare(element.labels), comesFrom: element.labels)
                }
            }
            return try map(operand, of: node, histograms: { $0.multiply(by: -1) }, { -$0 })
        case .binary(let operation): return try evaluate(operation, of: node, at: time)
        case .aggregation(let aggregation):
            guard step == 0, time == start else { return .vector(try evaluate(aggregation, of: node, at: time)) }
            let question = SelectionMemo.Question(aggregation: aggregation, time: time)
            if let known = memo.answers[question] { return .vector(known) }
            let answer = try evaluate(aggregation, of: node, at: time)
            memo.answers[question] = answer
            return .vector(answer)
        case .series(let source, let aggregation, let moments):
            if node.answers.isEmpty {
                let steps = try steps(of: source, node.children, at: moments)
                node.answers =
                    if let aggregation {
                        try answers(of: source, groupedBy: aggregation, steps)
                    } else {
                        try answers(of: source, steps)
                    }
            }
            return .vector(node.answers[moments.index(of: time)])
        case .info(let join): return .vector(try joinInfo(join, of: node, at: time))
        case .call(let function, let arguments):
            return try call(function, arguments: arguments, of: node, at: time)
        }
    }

    /// Evaluates an argument that is a scalar.
    func scalar(_ node: PlanNode, at time: Int64) throws(PromQLError) -> Double {
        guard case .scalar(let value) = try evaluate(node, at: time) else { return .nan }
        return value
    }

    /// Evaluates an argument that is an instant vector.
    func vector(_ node: PlanNode, at time: Int64) throws(PromQLError) -> [Element] {
        guard case .vector(let elements) = try evaluate(node, at: time) else { return [] }
        return elements
    }

    /// Evaluates an argument that is a text.
    func string(_ node: PlanNode, at time: Int64) throws(PromQLError) -> String {
        guard case .string(let text) = try evaluate(node, at: time) else { return "" }
        return text
    }
}
