/// A load's course as text: stretches with a comma between them, each `DURATION@SHAPE`.
///
/// A shape is a rate in requests a second (`30s@50`), a ramp (`1m@50..200`), or one of
/// `sine(MEAN,AMPLITUDE,PERIOD)`, `step(FIRST,MORE,EVERY)`, `spike(BASE,PEAK,LENGTH)` and `bursts(SIZE,EVERY)`.
package struct LoadProfile: Sendable, Equatable {
    /// Why a text is no profile.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// The stretch as it was written, and what is wrong with it.
        package let description: String
    }

    /// The planned rate over time.
    package let curve: LoadCurve
    /// All stretches together.
    package let duration: Duration
    /// The highest planned rate, in requests a second; bursts count as that many in a second.
    package let peak: Double

    /// More stretches would be a mistake.
    private static let longest = 10_000
    private static let highestRate = 10_000_000.0

    /// Reads a profile; `duration` reads one time, such as `1m30s`.
    package init(_ text: String, duration read: (String) -> Duration?) throws(Failure) {
        var stretches: [(shape: LoadShape, duration: Duration)] = []
        for part in Self.parts(of: text) {
            stretches += try Self.stretches(part, read)
            guard stretches.count <= Self.longest else {
                throw Failure(description: "more than \(Self.longest) stretches")
            }
        }
        curve = LoadCurve(stretches)
        duration = stretches.reduce(.zero) { $0 + $1.duration }
        peak = stretches.map { Self.peak($0.shape) }.max() ?? 0
    }

    /// Cuts at commas outside parentheses.
    private static func parts(of text: String) -> [Substring] {
        var (parts, start, depth) = ([Substring](), text.startIndex, 0)
        for index in text.indices {
            switch text[index] {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth <= 0:
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        return parts + [text[start...]]
    }

    private static func stretches(
        _ part: Substring,
        _ read: (String) -> Duration?
    ) throws(Failure) -> [(shape: LoadShape, duration: Duration)] {
        func failure(_ reason: String) -> Failure { Failure(description: "'\(part)': \(reason)") }
        let halves = part.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
        guard halves.count == 2 else { throw failure("a stretch is DURATION@RATE, such as 30s@50") }
        guard let duration = read(halves[0]), duration > .zero else {
            throw failure("'\(halves[0])' is no duration, such as 30s")
        }
        let shape = halves[1]
        func rate(_ text: String) throws(Failure) -> Double {
            guard let value = Double(text), value.isFinite, value >= 0, value <= highestRate else {
                throw failure("'\(text)' is no rate between 0 and \(Int(highestRate)) requests a second")
            }
            return value
        }
        func time(_ text: String) throws(Failure) -> Duration {
            guard let value = read(text), value > .zero else { throw failure("'\(text)' is no duration, such as 10s") }
            return value
        }
        guard let call = Call(shape) else {
            if let dots = shape.firstRange(of: "..") {
                let (from, to) = (
                    try rate(trimmed(shape[..<dots.lowerBound])), try rate(trimmed(shape[dots.upperBound...]))
                )
                return [(.ramp(from: from, to: to, within: duration), duration)]
            }
            return [(.constant(try rate(shape)), duration)]
        }
        let count = call.name == "bursts" ? 2 : 3
        guard ["sine", "step", "spike", "bursts"].contains(call.name), call.arguments.count == count else {
            throw failure(
                "a shape is a rate, FROM..TO, sine(MEAN,AMPLITUDE,PERIOD), step(FIRST,MORE,EVERY), "
                    + "spike(BASE,PEAK,LENGTH) or bursts(SIZE,EVERY)"
            )
        }
        let first = try rate(call.arguments[0])
        let last = try time(call.arguments[count - 1])
        switch call.name {
        case "bursts":
            guard first >= 1, first == first.rounded() else { throw failure("a burst is a whole number of requests") }
            return [(.bursts(size: Int(first), period: last), duration)]
        case "sine":
            let amplitude = try rate(call.arguments[1])
            guard amplitude <= first else { throw failure("the amplitude is at most the mean: no rate is negative") }
            return [(.sine(mean: first, amplitude: amplitude, period: last), duration)]
        case "step":
            return try steps(first, try signed(call.arguments[1], failure), every: last, within: duration, failure)
        default:
            let peak = try rate(call.arguments[1])
            guard last <= duration else { throw failure("the spike is longer than its stretch") }
            let side = (duration - last) / 2
            let base = LoadShape.constant(first)
            return [(base, side), (.constant(peak), last), (base, side)].filter { $0.1 > .zero }
        }
    }

    private static func steps(
        _ first: Double,
        _ more: Double,
        every: Duration,
        within duration: Duration,
        _ failure: (String) -> Failure
    ) throws(Failure) -> [(shape: LoadShape, duration: Duration)] {
        let count = (duration / every).rounded(.up)
        guard count <= Double(longest) else { throw failure("more than \(longest) steps") }
        return try (0..<Int(count)).map { (index) throws(Failure) in
            let rate = first + Double(index) * more
            guard rate >= 0, rate <= highestRate else {
                throw failure("its last step is no rate: \(rate) requests a second")
            }
            return (.constant(rate), min(every, duration - every * index))
        }
    }

    private static func signed(_ text: String, _ failure: (String) -> Failure) throws(Failure) -> Double {
        guard let value = Double(text), value.isFinite else { throw failure("'\(text)' is no number") }
        return value
    }

    private static func peak(_ shape: LoadShape) -> Double {
        switch shape {
        case .constant(let rate): rate
        case .ramp(let first, let last, _): max(first, last)
        case .sine(let mean, let amplitude, _): mean + amplitude
        case .bursts(let size, _): Double(size)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// `name(argument,argument)`.
    private struct Call {
        let name: String
        let arguments: [String]

        init?(_ text: String) {
            guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
            name = trimmed(text[..<open])
            let inner = text[text.index(after: open)...].dropLast()
            arguments = inner.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
        }
    }
}
