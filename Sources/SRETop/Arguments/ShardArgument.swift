import ArgumentParser

/// One part of several: `2/4` is the third of four.
struct ShardArgument: ExpressibleByArgument, Sendable, Equatable {
    static let whole = ShardArgument(index: 0, count: 1)
    /// More parts than that would be a mistake.
    private static let largestCount = 10_000

    let index: Int
    let count: Int

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
            (1...Self.largestCount).contains(count), (0..<count).contains(index)
        else {
            ArgumentForm.refuse("INDEX/COUNT, such as 0/4 for the first of four")
            return nil
        }
        self.init(index: index, count: count)
    }

    var defaultValueDescription: String { "\(index)/\(count)" }

    /// This part's rate.
    func share(of rate: Double) -> Double { rate / Double(count) }

    /// How long after the first part this one begins, in seconds.
    func offset(rate: Double) -> Double { Double(index) / rate }
}
