/// Faults one after another, as data: what goes wrong with a service, and when.
package struct FaultScenario: Sendable, Equatable {
    /// What is done to the service at a moment.
    package struct Step: Sendable, Equatable {
        /// Seconds after the beginning.
        package let at: Double
        /// The fault, as `POST /faults` takes it.
        package let set: FaultRequest
    }

    /// The last step may come so late, in seconds.
    package static let longest = 3600.0

    /// What it is called.
    package let name: String
    /// What happens, for a person.
    package let about: String
    /// In the order of their times.
    package let steps: [Step]

    /// When all of it is over, in seconds after the beginning: the last fault ends by itself.
    package var seconds: Double {
        steps.map { $0.at + ($0.set.active ? $0.set.seconds ?? FaultRequest.defaultSeconds : 0) }.max() ?? 0
    }
}

extension FaultScenario: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case name, about, steps }

    /// Reads one; a misspelt key is refused.
    package init(from decoder: any Decoder) throws {
        try FaultScenario.refuseStrangers(decoder, known: CodingKeys.allCases.map(\.stringValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decodeIfPresent(String.self, forKey: .name) ?? ""
        about = try values.decodeIfPresent(String.self, forKey: .about) ?? ""
        steps = try values.decode([Step].self, forKey: .steps).sorted { $0.at < $1.at }
        guard !steps.isEmpty else { throw FaultProblem(description: "there are no steps") }
    }

    fileprivate static func refuseStrangers(_ decoder: any Decoder, known: [String]) throws {
        let all = try decoder.container(keyedBy: FaultParameter.JSONKey.self).allKeys
        guard let strange = all.first(where: { !known.contains($0.stringValue) }) else { return }
        let choice = known.joined(separator: ", ")
        throw FaultProblem(description: "there is no key '\(strange.stringValue)': \(choice)")
    }
}

extension FaultScenario.Step: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case at, set }

    package init(from decoder: any Decoder) throws {
        try FaultScenario.refuseStrangers(decoder, known: CodingKeys.allCases.map(\.stringValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        at = try values.decodeIfPresent(Double.self, forKey: .at) ?? 0
        set = try values.decode(FaultRequest.self, forKey: .set)
        guard at >= 0, at <= FaultScenario.longest else {
            let most = FaultRequest.plain(FaultScenario.longest)
            throw FaultProblem(description: "a step is at \(FaultRequest.plain(at)): it may be 0 to \(most)")
        }
    }
}
