extension FaultRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case fault, route, routes, active, share, seconds, methods, mode, statuses, body, seed, lease, probes
        case rampSeconds = "ramp_seconds"
        case leaseSeconds = "lease_seconds"
    }

    /// Reads a body.
    ///
    /// A misspelt key is refused: ignored, a fault would act otherwise than was meant.
    package init(from decoder: any Decoder) throws {
        let others = try decoder.container(keyedBy: FaultParameter.JSONKey.self)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let name = try values.decode(String.self, forKey: .fault)
        guard let fault = Fault.Kind(rawValue: name) else {
            let kinds = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw FaultProblem(description: "there is no fault '\(name)': \(kinds)")
        }
        let known = CodingKeys.allCases.map(\.stringValue) + fault.parameters.map(\.parameter.rawValue)
        let everything = known + FaultParameter.allCases.map(\.rawValue)
        for key in others.allKeys where !everything.contains(key.stringValue) {
            throw FaultProblem(description: "there is no key '\(key.stringValue)': \(known.joined(separator: ", "))")
        }
        self.init(fault)
        if let routes = try values.decodeIfPresent([String].self, forKey: .routes) {
            route = routes.joined(separator: ",")
        }
        route = try values.decodeIfPresent(String.self, forKey: .route) ?? route
        active = try values.decodeIfPresent(Bool.self, forKey: .active) ?? true
        share = try values.decodeIfPresent(Double.self, forKey: .share)
        seconds = try values.decodeIfPresent(Double.self, forKey: .seconds)
        rampSeconds = try values.decodeIfPresent(Double.self, forKey: .rampSeconds)
        methods = try values.decodeIfPresent([String].self, forKey: .methods)
        mode = try values.decodeIfPresent(String.self, forKey: .mode)
        statuses = try values.decodeIfPresent([Int].self, forKey: .statuses)
        body = try values.decodeIfPresent(String.self, forKey: .body)
        seed = try values.decodeIfPresent(UInt64.self, forKey: .seed)
        lease = try values.decodeIfPresent(String.self, forKey: .lease)
        leaseSeconds = try values.decodeIfPresent(Double.self, forKey: .leaseSeconds)
        probes = try values.decodeIfPresent(Bool.self, forKey: .probes)
        parameters = try others.parameters()
    }

    /// Writes a body: what was not said is left out.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(fault.rawValue, forKey: .fault)
        try values.encode(route, forKey: .route)
        try values.encode(active, forKey: .active)
        try values.encodeIfPresent(share, forKey: .share)
        try values.encodeIfPresent(seconds, forKey: .seconds)
        try values.encodeIfPresent(rampSeconds, forKey: .rampSeconds)
        try values.encodeIfPresent(methods, forKey: .methods)
        try values.encodeIfPresent(mode, forKey: .mode)
        try values.encodeIfPresent(statuses, forKey: .statuses)
        try values.encodeIfPresent(body, forKey: .body)
        try values.encodeIfPresent(seed, forKey: .seed)
        try values.encodeIfPresent(lease, forKey: .lease)
        try values.encodeIfPresent(leaseSeconds, forKey: .leaseSeconds)
        try values.encodeIfPresent(probes, forKey: .probes)
        var others = encoder.container(keyedBy: FaultParameter.JSONKey.self)
        try others.encode(parameters)
    }
}
