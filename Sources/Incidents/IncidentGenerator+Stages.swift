extension IncidentGenerator {
    private typealias Fault = Incident.Fault
    private typealias Expectation = Incident.Expectation

    /// Puts a kind of trouble on a service that is well, with the truth about it.
    mutating func stage(_ kind: Kind, _ incident: inout Incident) {
        switch kind {
        case .fewFail, .allFail, .overload, .small, .pulse, .recovered: stageWhole(kind, &incident)
        case .routeFails, .methodFails, .instanceFails, .versionFails, .zoneFails, .pairFails:
            stagePart(kind, &incident)
        case .routeSlow, .instanceSlow, .allSlow, .saturated: stageSlow(kind, &incident)
        case .stopped, .fell, .rose, .partFell, .refused, .calm: stageTraffic(kind, &incident)
        case .innocentDeploy, .guiltyDeploy: stageDeploy(kind, &incident)
        }
    }

    private func failing(_ share: Double, in place: [String: [String]] = [:]) -> Incident.Fault {
        var fault = Fault(from: Self.onset)
        fault.place = place
        fault.failures = share
        return fault
    }

    private func told(_ verdict: String, _ signal: String?, at onset: Double = Self.onset) -> Incident.Expectation {
        var expected = Expectation()
        expected.onset = onset
        expected.verdict = [verdict]
        expected.signal = signal
        return expected
    }

    private mutating func stageWhole(_ kind: Kind, _ incident: inout Incident) {
        var expected = told("crit", "5xx")
        switch kind {
        case .fewFail:
            share(between(0.35, 2), &incident)
            incident.faults = [failing(1)]
        case .allFail:
            incident.faults = [failing(between(0.3, 1))]
            expected.counted = 0.8
        case .overload:
            share(between(8, 40), &incident)
            var fault = failing(between(0.2, 0.6))
            fault.traffic = between(3, 6)
            incident.faults = [fault]
            expected.isEverywhere = true
        case .small:
            share(between(60, 300), &incident)
            incident.faults = [failing(between(0.04, 0.1))]
        case .pulse:
            share(between(20, 200), &incident)
            incident.faults = [failing(between(0.4, 0.9)), failing(between(0.4, 0.9))]
            incident.faults[0].until = Self.onset + 4
            (incident.faults[1].from, incident.faults[1].until) = (Self.onset + 9, Self.onset + 13)
            expected.at = Self.onset + 12.5
        default:
            share(between(10, 200), &incident)
            incident.faults = [failing(between(0.2, 0.8))]
            incident.faults[0].until = Self.onset + 30
            expected.at = Self.onset + 28
            var after = Expectation()
            (after.at, after.verdict, after.words) = (Self.onset + 60, ["ok"], ["after CRIT 5xx"])
            incident.expect = [expected, after]
            return
        }
        incident.expect = [expected]
    }

    private mutating func stagePart(_ kind: Kind, _ incident: inout Incident) {
        share(between(15, 200), &incident)
        var expected = told("crit", "5xx")
        let victim = pick(incident.traffic)
        var place: [String: [String]] = [:]
        switch kind {
        case .routeFails: place = ["route": [victim.route]]
        case .methodFails: place = ["method": [victim.method]]
        case .pairFails:
            spread(over: 2, &incident)
            place = ["route": [victim.route], "instance": [pick(incident.instances).name]]
        case .instanceFails:
            spread(over: 2, &incident)
            place = ["instance": [pick(incident.instances).name]]
        case .versionFails:
            spread(over: 3, &incident)
            for index in incident.instances.indices {
                incident.instances[index].labels["version"] = index % 3 == 0 ? "2.4.1" : "2.4.0"
            }
            place = ["version": ["2.4.1"]]
        default:
            spread(over: 4, &incident)
            let name = pick(["zone", "region", "az"])
            for index in incident.instances.indices {
                incident.instances[index].labels[name] = index % 2 == 0 ? "eu-1a" : "eu-1b"
            }
            place = [name: ["eu-1b"]]
        }
        incident.faults = [failing(between(0.4, 1), in: place)]
        // Nearly all of the traffic is no part of it.
        if share(of: place, incident) > 0.9 {
            expected.isEverywhere = share(of: place, incident) > 0.999
        } else {
            expected.suspects = same(as: place, incident)
        }
        incident.expect = [expected]
    }

    private mutating func stageSlow(_ kind: Kind, _ incident: inout Incident) {
        share(between(15, 150), &incident)
        var expected = told("warn", nil)
        var fault = Fault(from: Self.onset)
        fault.slower = 60
        let victim = pick(incident.traffic)
        for index in incident.traffic.indices { incident.traffic[index].latency = between(0.02, 0.06) }
        switch kind {
        case .routeSlow:
            // A part of the traffic that can be seen in the whole.
            for index in incident.traffic.indices where incident.traffic[index].route == victim.route {
                incident.traffic[index].rate += incident.traffic.map(\.rate).reduce(0, +) * 0.15
            }
            fault.place = ["route": [victim.route]]
        case .instanceSlow:
            spread(over: 2, &incident)
            fault.place = ["instance": [pick(incident.instances).name]]
        case .saturated:
            spread(over: 2, &incident)
            for index in incident.instances.indices {
                incident.instances[index].resources = ["fds": Incident.Resource(used: 40, limit: 1024)]
            }
            let full = pick(incident.instances).name
            fault.slower = nil
            fault.place = ["instance": [full]]
            fault.resources = ["fds": 1000]
            (expected.signal, expected.words) = ("SAT", ["fds", full])
        default: expected.isEverywhere = true
        }
        incident.faults = [fault]
        if kind != .saturated, !fault.place.isEmpty {
            // What has all of the traffic is no part of it.
            expected.isEverywhere = share(of: fault.place, incident) > 0.999
            if !expected.isEverywhere { expected.suspects = same(as: fault.place, incident) }
        }
        incident.expect = [expected]
    }

    private mutating func stageTraffic(_ kind: Kind, _ incident: inout Incident) {
        var expected = told("warn", "RPS")
        var fault = Fault(from: Self.onset)
        switch kind {
        case .stopped:
            share(between(1, 200), &incident)
            fault.traffic = 0
        case .fell:
            share(between(10, 200), &incident)
            fault.traffic = between(0.02, 0.12)
        case .rose:
            share(between(3, 40), &incident)
            fault.traffic = between(7, 12)
        case .partFell:
            share(between(2, 8), &incident)
            incident.traffic[0].rate = between(40, 120)
            fault.place = ["route": [incident.traffic[0].route], "method": [incident.traffic[0].method]]
            fault.traffic = 0
            expected.suspects = same(as: fault.place, incident)
        case .refused:
            share(between(5, 100), &incident)
            fault.refused = between(0.2, 0.8)
            fault.refusedStatus = pick(["401", "403", "429"])
            (expected.onset, expected.at, expected.signal) = (nil, Self.onset + 45, nil)
            (expected.verdict, expected.words) = (["ok"], [fault.refusedStatus])
        default:
            share(between(0.1, 500), &incident)
            (fault.traffic, fault.until) = (between(0.8, 1.4), Self.onset + 30)
            incident.faults = [fault]
            return
        }
        incident.faults = [fault]
        incident.expect = [expected]
    }

    private mutating func stageDeploy(_ kind: Kind, _ incident: inout Incident) {
        share(between(20, 150), &incident)
        spread(over: 3, &incident)
        for index in incident.instances.indices { incident.instances[index].version = "1.8.3" }
        let names = incident.instances.map(\.name)
        let onset = 220.0
        var deploy = Fault(from: kind == .guiltyDeploy ? onset - between(2, 9) : onset - between(60, 170))
        deploy.version = "1.9.0"
        deploy.place = ["instance": [names[0]]]
        let culprit = kind == .guiltyDeploy ? names[0] : names[1]
        var fault = failing(between(0.3, 0.9), in: ["instance": [culprit]])
        fault.from = onset
        incident.faults = [deploy, fault]
        var expected = told("crit", "5xx", at: onset)
        expected.suspects = [["instance": [culprit]]]
        if kind == .guiltyDeploy { expected.words = ["deploy 1.9.0"] } else { expected.absent = ["after deploy"] }
        (incident.seconds, incident.expect) = (280, [expected])
    }

    /// How much of the traffic a place has, 0 to 1, where processes get alike.
    private func share(of place: [String: [String]], _ incident: Incident) -> Double {
        var (own, all) = (0.0, 0.0)
        for traffic in incident.traffic {
            for instance in incident.instances {
                let labels = instance.labels.merging(
                    ["route": traffic.route, "method": traffic.method, "instance": instance.name]
                ) { own, _ in own }
                all += traffic.rate
                if place.allSatisfy({ $1.contains(labels[$0] ?? "") }) { own += traffic.rate }
            }
        }
        return all > 0 ? own / all : 0
    }

    /// As many processes as it takes.
    private func spread(over count: Int, _ incident: inout Incident) {
        let first = incident.instances[0]
        while incident.instances.count < count {
            var other = first
            other.name = first.name.replacing("1:", with: "\(incident.instances.count + 1):")
            incident.instances.append(other)
        }
    }

    /// All the single labels and pairs that select the same traffic: each is a right answer.
    private func same(as place: [String: [String]], _ incident: Incident) -> [[String: [String]]] {
        let cells = incident.traffic.flatMap { traffic in
            incident.instances.map { instance in
                instance.labels.merging(
                    ["route": traffic.route, "method": traffic.method, "instance": instance.name]
                ) { own, _ in own }
            }
        }
        let truth = cells.map { cell in place.allSatisfy { $1.contains(cell[$0] ?? "") } }
        var answers = [place]
        let names = Set(cells.flatMap(\.keys)).sorted()
        let singles = names.flatMap { name in Set(cells.compactMap { $0[name] }).sorted().map { [name: [$0]] } }
        var candidates = singles
        for first in singles {
            for second in singles where first.keys.first ?? "" < second.keys.first ?? "" {
                candidates.append(first.merging(second) { own, _ in own })
            }
        }
        for candidate in candidates where candidate != place {
            let chosen = cells.map { cell in candidate.allSatisfy { $1.contains(cell[$0] ?? "") } }
            if chosen == truth { answers.append(candidate) }
        }
        return answers
    }
}
