package import PromQL

extension MetricProfile {
    /// The conditions of a text such as `job="a",status=~"5.."`; none where it is no list of them.
    package static func conditions(_ matchers: String) -> [LabelMatcher] {
        guard let expression = try? PromQLParser.parse("x{\(matchers)}"), case .selector(let selector) = expression
        else {
            return []
        }
        return selector.matchers.filter { $0.name != "__name__" }
    }
}
