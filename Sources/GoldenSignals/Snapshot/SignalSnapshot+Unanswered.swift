import PromModel

extension SignalSnapshot {
    /// Takes the requests that ended without an answer: how many a second, and how many each process counted.
    mutating func takeUnanswered(rate: Double?, totals: [(name: String, value: Double)]) {
        unanswered = rate.flatMap { $0.isFinite ? max(0, $0) : nil }
        for process in totals where process.value.isFinite {
            let name = process.name
            // One that counts no requests yet has not begun to fail either.
            guard let requests = requestTotals[name] else { continue }
            requestTotals[name] = requests + process.value
            errorTotals[name, default: 0] += process.value
        }
    }

    /// How many requests each instance counted: two processes behind one address are one instance of the service.
    package var instanceTotals: [String: Double] {
        let instances = Set(targetsAlive.keys.map { $0["instance"] })
        func instance(of process: String) -> String {
            if instances.contains(process) { return process }
            return instances.first { process.hasPrefix("\($0) ") } ?? process
        }
        guard requestTotals.keys.contains(where: { instance(of: $0) != $0 }) else { return requestTotals }
        return Dictionary(requestTotals.map { (instance(of: $0.key), $0.value) }, uniquingKeysWith: +)
    }
}
