extension IncidentGenerator {
    /// Five minutes in which nothing is wrong, and much happens all the same: noise below half of the limit, refusals,
    /// traffic that swings as it does in a day, a deploy, a restart, a lost scrape, memory that warms up.
    package mutating func nextCalm() -> Incident {
        var incident = service()
        incident.kind = "calm"
        incident.seed = random.next() >> 1
        incident.name = "calm-\(incident.seed)"
        incident.seconds = 300
        share(between(0.1, 500), &incident)
        for index in incident.traffic.indices {
            incident.traffic[index].failures = pick([0, 0.0005, 0.002, 0.005])
            incident.traffic[index].refused = pick([0, 0.005, 0.03])
            incident.traffic[index].latency = between(0.005, 0.08)
        }
        for index in incident.instances.indices {
            incident.instances[index].version = "1.8.3"
            incident.instances[index].resources = [
                "memory": Incident.Resource(used: between(1.2e8, 4e8), limit: pick([0, 2e9])),
                "fds": Incident.Resource(used: between(20, 200), limit: 1024),
            ]
        }
        var swing = Incident.Fault(from: 20)
        (swing.traffic, swing.ramp) = (between(0.6, 1.7), 250)
        incident.faults = [swing]
        let place = ["instance": [pick(incident.instances).name]]
        var event = Incident.Fault(from: between(60, 220))
        event.place = place
        switch pick([0, 1, 2, 3]) {
        case 0: event.version = "1.9.0"
        case 1: event.restarts = true
        case 2:
            event.resources = ["memory": between(2e8, 5e8)]
            event.ramp = 30
        default:
            // Shorter than two scrapes.
            (event.isDown, event.until) = (true, event.from + 1)
        }
        incident.faults.append(event)
        return incident
    }
}
