// What each part of a file may say, and what it is where it says nothing.

extension Incident.Spelling {
    /// Reads the names.
    package init(from decoder: any Decoder) throws {
        let file = try StrictKeys(
            decoder,
            known: [
                "requests", "latency", "route", "method", "status", "latencyByRoute", "latencyByStatus", "bounds",
            ]
        )
        requests = try file.value("requests") ?? requests
        latency = try file.value("latency") ?? latency
        route = try file.value("route") ?? route
        method = try file.value("method") ?? method
        status = try file.value("status") ?? status
        isLatencyByRoute = try file.value("latencyByRoute") ?? isLatencyByRoute
        isLatencyByStatus = try file.value("latencyByStatus") ?? isLatencyByStatus
        bounds = try file.value("bounds") ?? bounds
    }
}

extension Incident.Instance {
    /// Reads a process.
    package init(from decoder: any Decoder) throws {
        let file = try StrictKeys(decoder, known: ["name", "service", "version", "labels", "weight", "resources"])
        name = try file.value("name") ?? ""
        service = try file.value("service") ?? service
        version = try file.value("version")
        labels = try file.value("labels") ?? labels
        weight = try file.value("weight") ?? weight
        resources = try file.value("resources") ?? resources
    }
}

extension Incident.Traffic {
    /// Reads requests of one kind.
    package init(from decoder: any Decoder) throws {
        let known: Set = ["service", "route", "method", "rate", "latency", "failures", "refused"]
        let file = try StrictKeys(decoder, known: known)
        service = try file.value("service") ?? service
        route = try file.value("route") ?? route
        method = try file.value("method") ?? method
        rate = try file.value("rate") ?? 0
        latency = try file.value("latency") ?? latency
        failures = try file.value("failures") ?? failures
        refused = try file.value("refused") ?? refused
    }
}

extension Incident.Call {
    /// Reads a call.
    package init(from decoder: any Decoder) throws {
        let file = try StrictKeys(decoder, known: ["from", "to", "written"])
        from = try file.value("from") ?? ""
        callee = try file.value("to") ?? ""
        isWritten = try file.value("written") ?? isWritten
    }
}

extension Incident.Fault {
    /// Reads a fault.
    package init(from decoder: any Decoder) throws {
        let file = try StrictKeys(
            decoder,
            known: [
                "from", "until", "where", "failures", "status", "refused", "refusedStatus", "slower", "slowerShare",
                "traffic", "ramp", "restart", "restartsEvery", "version", "down", "resources",
            ]
        )
        from = try file.value("from") ?? 0
        until = try file.value("until")
        let places: [String: OneOrMore] = try file.value("where") ?? [:]
        place = places.mapValues(\.values)
        failures = try file.value("failures")
        status = try file.value("status") ?? status
        refused = try file.value("refused")
        refusedStatus = try file.value("refusedStatus") ?? refusedStatus
        slower = try file.value("slower")
        slowerShare = try file.value("slowerShare") ?? slowerShare
        traffic = try file.value("traffic")
        ramp = try file.value("ramp") ?? ramp
        restarts = try file.value("restart") ?? restarts
        restartsEvery = try file.value("restartsEvery")
        version = try file.value("version")
        isDown = try file.value("down") ?? isDown
        resources = try file.value("resources") ?? resources
    }
}

extension Incident.Expectation {
    /// Reads what is to be told.
    package init(from decoder: any Decoder) throws {
        let file = try StrictKeys(
            decoder,
            known: [
                "at", "verdict", "signal", "onset", "suspects", "everywhere", "words", "absent", "counted",
            ]
        )
        at = try file.value("at")
        verdict = try file.values("verdict") ?? verdict
        signal = try file.value("signal")
        onset = try file.value("onset")
        let parts: [[String: OneOrMore]] = try file.value("suspects") ?? []
        suspects = parts.map { $0.mapValues(\.values) }
        isEverywhere = try file.value("everywhere") ?? isEverywhere
        words = try file.values("words") ?? words
        absent = try file.values("absent") ?? absent
        counted = try file.value("counted")
    }
}
