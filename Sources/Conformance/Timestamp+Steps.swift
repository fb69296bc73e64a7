internal import PromModel

extension Timestamp {
    /// The moment so many steps later, or the end of time where there is none.
    func after(_ count: Int, steps: Duration) -> Timestamp {
        let (product, overflow) = steps.milliseconds.multipliedReportingOverflow(by: Int64(count))
        guard overflow else { return self + .milliseconds(product) }
        return Timestamp(milliseconds: steps < .zero ? .min : .max)
    }
}
