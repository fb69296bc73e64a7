/// The body of `POST /faults`: which fault to switch or inject.
///
/// With `share`, `delay_seconds` or `seconds` a fault is injected, and ends by itself; without them one that the service
/// knows already is switched on or off.
package struct FaultRequest: Sendable, Equatable, Codable {
    /// How long an injected fault acts where nothing else is said.
    package static let defaultSeconds = 60.0
    /// The longest time that an injected fault may act.
    package static let longestSeconds = 900.0
    /// The longest delay; with the service's own latency it stays below the histogram's last bound.
    package static let longestDelaySeconds = 5.0

    /// The fault's kind.
    package let fault: Fault.Kind
    /// The route template that it acts on.
    package let route: String
    /// False switches it off.
    package let active: Bool
    /// The share of the route's requests to hit, 0 to 1; nil for all.
    package let share: Double?
    /// By how much to delay a request; nil where the fault delays none.
    package let delaySeconds: Double?
    /// How long to act; nil for ``defaultSeconds``.
    package let seconds: Double?

    /// Whether it says more than on or off.
    var injects: Bool { share != nil || delaySeconds != nil || seconds != nil }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case fault, route, active, share, seconds
        case delaySeconds = "delay_seconds"
    }
}

extension FaultRequest {
    /// Switches a fault that the service knows.
    package init(switching fault: Fault.Kind, route: String, active: Bool) {
        self.init(fault: fault, route: route, active: active, share: nil, delaySeconds: nil, seconds: nil)
    }

    /// Injects a fault.
    package init(injecting fault: Fault.Kind, route: String, share: Double?, delaySeconds: Double?, seconds: Double?) {
        self.init(
            fault: fault,
            route: route,
            active: true,
            share: share,
            delaySeconds: delaySeconds,
            seconds: seconds ?? Self.defaultSeconds
        )
    }

    /// Any key of a body, to find those that mean nothing.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads a body.
    ///
    /// A misspelt key is refused: ignored, a fault would act otherwise than was meant.
    package init(from decoder: any Decoder) throws {
        let known = CodingKeys.allCases.map(\.stringValue)
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw FaultProblem(description: "there is no key '\(key.stringValue)': \(known.joined(separator: ", "))")
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let name = try values.decode(String.self, forKey: .fault)
        guard let fault = Fault.Kind(rawValue: name) else {
            let kinds = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw FaultProblem(description: "there is no fault '\(name)': \(kinds)")
        }
        self.init(
            fault: fault,
            route: try values.decode(String.self, forKey: .route),
            active: try values.decodeIfPresent(Bool.self, forKey: .active) ?? true,
            share: try values.decodeIfPresent(Double.self, forKey: .share),
            delaySeconds: try values.decodeIfPresent(Double.self, forKey: .delaySeconds),
            seconds: try values.decodeIfPresent(Double.self, forKey: .seconds)
        )
    }
}

/// Why a fault cannot be switched or injected.
package struct FaultProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// One line for a person: what is wrong, and what is allowed.
    package let description: String

    /// Wraps a line.
    package init(description: String) {
        self.description = description
    }
}

extension FaultRequest {
    /// Refuses what no fault can be.
    package func check(routes: [String]) throws(FaultProblem) {
        guard routes.contains(route) else {
            throw FaultProblem(description: "no route '\(route)' takes faults: \(routes.joined(separator: ", "))")
        }
        guard active || !injects else {
            throw FaultProblem(description: "a fault that is switched off has no share, delay or time")
        }
        try Self.check(share, "share", 0...1)
        try Self.check(delaySeconds, "delay_seconds", 0.001...Self.longestDelaySeconds)
        try Self.check(seconds, "seconds", 1...Self.longestSeconds)
        guard injects else { return }
        switch (fault, delaySeconds) {
        case (.latency, nil): throw FaultProblem(description: "a latency fault needs delay_seconds")
        case (.errors, _?): throw FaultProblem(description: "an errors fault has no delay_seconds")
        default: break
        }
    }

    private static func check(_ value: Double?, _ name: String, _ range: ClosedRange<Double>) throws(FaultProblem) {
        guard let value, !range.contains(value) else { return }
        let bounds = "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
        throw FaultProblem(description: "\(name) is \(plain(value)): it may be \(bounds)")
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }
}
