internal import Foundation
internal import Randomness

/// Plays an incident: what its processes have counted by a moment.
///
/// Requests come by chance (Poisson), each fails, is refused or is slow by its own chance; the same seed gives the same
/// requests however often is looked. Time only goes on.
package struct IncidentPlay: Sendable {
    /// Requests are drawn for so many seconds at a time.
    private static let tick = 0.1
    /// The spread of latency: the deviation of its logarithm.
    private static let spread = 0.5
    /// So much of the past is in the counters of a process at the beginning, in seconds.
    private static let pastSeconds = 3600.0

    /// What is played.
    package let incident: Incident
    /// The moment that it has come to, in seconds from its beginning.
    package private(set) var now: Double
    var processes: [PlayedProcess]
    private var cells: [Cell]
    private var restarted: Set<RestartMark> = []
    /// Every failure that came, by its moment: what is to be counted.
    package private(set) var failures: [Failure] = []

    /// Failures of one tick and service.
    package struct Failure: Sendable, Equatable {
        /// When, in seconds from the beginning.
        package let at: Double
        /// Whose.
        package let service: String
        /// How many.
        package var count: Int
    }

    private struct RestartMark: Sendable, Hashable {
        let fault: Int
        let instance: Int
        let turn: Int
    }

    /// One kind of requests at one process.
    private struct Cell: Sendable {
        let traffic: Incident.Traffic
        let instance: Int
        let rate: Double
        var random: SeededRandom
    }

    /// Begins `lead` seconds before the incident does: so much longer is it calm.
    package init(_ incident: Incident, lead: Double = 0, started: Double = -86_400) {
        self.incident = incident
        now = -lead
        processes = incident.instances.map { PlayedProcess($0, startedAt: started - lead) }
        cells = []
        for (kind, traffic) in incident.traffic.enumerated() {
            let total = incident.instances.filter { $0.service == traffic.service }.map(\.weight).reduce(0, +)
            for (index, instance) in incident.instances.enumerated() where instance.service == traffic.service {
                let rate = total > 0 ? traffic.rate * instance.weight / total : 0
                let seed = incident.seed &* 1_000_003 &+ UInt64(kind * 1009 + index)
                var cell = Cell(traffic: traffic, instance: index, rate: rate, random: SeededRandom(seed: seed))
                remember(&cell)
                cells.append(cell)
            }
        }
    }

    /// The hour before, by its means.
    private mutating func remember(_ cell: inout Cell) {
        let count = (cell.rate * Self.pastSeconds).rounded()
        guard count >= 1 else { return }
        let bad = (count * cell.traffic.failures).rounded()
        let refused = (count * cell.traffic.refused).rounded()
        let kinds = [("200", count - bad - refused), ("500", bad), ("404", refused)]
        // A few latencies stand for all of them.
        let samples = 64
        for (status, count) in kinds where count >= 1 {
            for _ in 0..<samples {
                let latency = Self.latency(cell.traffic.latency, &cell.random)
                let key = PlayedProcess.Key(route: cell.traffic.route, method: cell.traffic.method, status: status)
                processes[cell.instance].past(key, count / Double(samples), latency, incident.metrics.bounds)
            }
        }
        processes[cell.instance].roundPast()
    }

    /// Lets time go on; a moment that is over changes nothing.
    package mutating func advance(to moment: Double) {
        while now + Self.tick <= moment + 1e-9 {
            let next = ((now + Self.tick) * 1000).rounded() / 1000
            step(from: now, to: next)
            now = next
        }
    }

    private mutating func step(from start: Double, to end: Double) {
        for (index, fault) in incident.faults.enumerated() where fault.from < end { happen(fault, index, by: end) }
        for index in cells.indices {
            var cell = cells[index]
            let process = processes[cell.instance]
            let active = incident.faults.filter { fault in
                fault.isActive(at: start) && fault.hits(cell.traffic, process)
            }
            var rate = cell.rate
            for fault in active { if let times = fault.traffic { rate *= 1 + (times - 1) * fault.strength(at: start) } }
            let count = cell.random.nextPoisson(mean: rate * (end - start))
            for _ in 0..<count { answer(&cell, active, at: start) }
            cells[index] = cell
        }
    }

    private mutating func answer(_ cell: inout Cell, _ active: [Incident.Fault], at moment: Double) {
        var status = "200"
        let dice = cell.random.nextUnitInterval()
        if dice <= cell.traffic.failures {
            status = "500"
        } else if dice <= cell.traffic.failures + cell.traffic.refused {
            status = "404"
        }
        var latency = Self.latency(cell.traffic.latency, &cell.random)
        for fault in active {
            let strength = fault.strength(at: moment)
            if let share = fault.failures, cell.random.happens(share * strength) { status = fault.status }
            if let share = fault.refused, cell.random.happens(share * strength) { status = fault.refusedStatus }
            if let times = fault.slower, cell.random.happens(fault.slowerShare) {
                latency *= 1 + (times - 1) * strength
            }
        }
        let key = PlayedProcess.Key(route: cell.traffic.route, method: cell.traffic.method, status: status)
        processes[cell.instance].count(key, latency, incident.metrics.bounds)
        guard status.hasPrefix("5") else { return }
        if let last = failures.last, last.at == moment, last.service == cell.traffic.service {
            failures[failures.count - 1].count += 1
        } else {
            failures.append(Failure(at: moment, service: cell.traffic.service, count: 1))
        }
    }

    /// What a fault does to processes, once at its beginning or again and again.
    private mutating func happen(_ fault: Incident.Fault, _ place: Int, by moment: Double) {
        guard fault.restarts || fault.restartsEvery != nil || fault.version != nil else { return }
        let end = min(moment, fault.until ?? moment)
        let turns = fault.restartsEvery.map { Int((end - fault.from) / $0) } ?? 0
        for index in processes.indices where fault.hits(processes[index]) {
            let mark = RestartMark(fault: place, instance: index, turn: turns)
            guard restarted.insert(mark).inserted else { continue }
            let start = fault.from + (fault.restartsEvery ?? 0) * Double(turns)
            processes[index].restart(at: start, version: fault.version)
        }
    }

    private static func latency(_ median: Double, _ random: inout SeededRandom) -> Double {
        median * exp(spread * random.nextNormal())
    }
}

extension Incident.Fault {
    func isActive(at moment: Double) -> Bool { moment >= from - 1e-9 && moment < (until ?? .infinity) - 1e-9 }

    /// How much of it has come by a moment, 0 to 1.
    func strength(at moment: Double) -> Double { ramp > 0 ? min(1, max(0, (moment - from) / ramp)) : 1 }

    /// Whether it hits a process, whatever its requests.
    func hits(_ process: PlayedProcess) -> Bool {
        place.allSatisfy { name, values in
            name == "route" || name == "method" || values.contains(process.label(name))
        }
    }

    func hits(_ traffic: Incident.Traffic, _ process: PlayedProcess) -> Bool {
        place.allSatisfy { name, values in
            switch name {
            case "route": values.contains(traffic.route)
            case "method": values.contains(traffic.method)
            default: values.contains(process.label(name))
            }
        }
    }
}
