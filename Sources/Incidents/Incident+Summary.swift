extension Incident {
    /// What is played, in a line: the requests, how many processes get them, and what goes wrong.
    package var summary: String {
        let requests = traffic.map { "\($0.method) \($0.route) \($0.rate)/s" }.joined(separator: ", ")
        let wrong = faults.map { fault in
            let place = fault.place.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.joined(separator: "|"))" }
            let what = [
                fault.failures.map { "\($0) fail" }, fault.refused.map { "\($0) refused" },
                fault.slower.map { "\($0) times as slow" }, fault.traffic.map { "\($0) of the traffic" },
                fault.version.map { "runs \($0)" },
            ]
            return (["from \(fault.from)"] + place + what.compactMap { $0 }).joined(separator: " ")
        }
        return "\(requests) at \(instances.count); \(wrong.joined(separator: "; "))"
    }
}
