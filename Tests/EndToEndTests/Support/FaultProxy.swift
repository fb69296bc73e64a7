import Foundation

/// The proxy before Prometheus that fails in the way it is told to, and notes every exchange.
struct FaultProxy {
    /// One exchange, as the proxy noted it.
    struct Exchange: Decodable, Sendable {
        let time: Double
        let method: String
        let path: String
        let parameters: [String: [String]]
        let fault: String

        /// A query, instant or range.
        var isQuery: Bool { path.hasSuffix("/query") || path.hasSuffix("/query_range") }

        /// The number in a parameter.
        func number(_ name: String) -> Double? {
            guard let text = parameters[name]?.first else { return nil }
            return Double(text.hasSuffix("s") ? String(text.dropLast()) : text)
        }

        /// How many points a range query asks for, both ends included.
        var points: Int? {
            guard let start = number("start"), let end = number("end"), let step = number("step") else { return nil }
            return Int(((end - start) / step).rounded(.down)) + 1
        }
    }

    /// A request that came to the origin that the redirect leads to.
    struct Visit: Decodable {
        let path: String
        let headers: [String: String]
    }

    /// Where clients go.
    let url: String
    private let control: String

    init(_ parts: Parts) throws {
        url = try parts.url("faultproxy")
        control = try parts.url("faultproxy_control")
    }

    /// Fails in this way from now on; `none` restores it.
    func fail(_ fault: String) throws { try Loopback.get("\(control)/fault/\(fault)") }

    /// Everything that was asked through it.
    func exchanges() throws -> [Exchange] { try lines("log") }

    /// Everything that the other origin was asked.
    func visits() throws -> [Visit] { try lines("other") }

    private func lines<Line: Decodable>(_ name: String) throws -> [Line] {
        let decoder = JSONDecoder()
        return try Loopback.get("\(control)/\(name)").split(separator: UInt8(ascii: "\n"))
            .map { try decoder.decode(Line.self, from: $0) }
    }
}
