import Randomness

/// Which request comes next, and its bytes.
struct LoadMix {
    private let all: [[UInt8]]
    private let repeatable: [Bool]
    private let bodiless: [Bool]
    /// Each request's share up to and with it, 0 to 1.
    private let sums: [Double]
    private var random: SeededRandom

    init(_ requests: [LoadRequest], host: String, run: String, seed: UInt64) {
        all = requests.map { $0.bytes(host: host, run: run) }
        repeatable = requests.map(\.isRepeatable)
        bodiless = requests.map { $0.method == "HEAD" }
        let whole = requests.reduce(0) { $0 + $1.weight }
        var sum = 0.0
        sums = requests.map { request in
            sum += request.weight / whole
            return sum
        }
        random = SeededRandom(seed: seed)
    }

    var count: Int { all.count }

    /// The number of the next request.
    mutating func next() -> Int {
        guard all.count > 1 else { return 0 }
        let place = random.nextUnitInterval()
        return sums.firstIndex { place <= $0 } ?? all.count - 1
    }

    func bytes(_ number: Int) -> [UInt8] { all[number] }

    /// Whether it may go out twice.
    func isRepeatable(_ number: Int) -> Bool { repeatable[number] }

    /// Whether its answer has no body.
    func isBodiless(_ number: Int) -> Bool { bodiless[number] }
}
