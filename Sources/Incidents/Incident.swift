/// A staged trouble with a known truth: traffic, faults with their moments, and what is to be told of them.
///
/// Times are seconds from the play's beginning. The schema stands in `Tests/Incidents/README.md`.
package struct Incident: Sendable, Equatable, Decodable {
    /// What it is called; a file's own name.
    package var name: String
    /// The kind of trouble, in a word or two.
    package var kind: String
    /// The beginning of all its chance.
    package var seed: UInt64
    /// How long it is played.
    package var seconds: Double
    /// How its services spell their metrics.
    package var metrics: Spelling
    /// The processes.
    package var instances: [Instance]
    /// The requests.
    package var traffic: [Traffic]
    /// What goes wrong, or only happens.
    package var faults: [Fault]
    /// The sources it can be watched by; empty for both.
    package var sources: [Source]
    /// The service that is asked for; nil for the only one.
    package var watch: String?
    /// So many seconds before its beginning it has been going on already, unseen by a screen.
    package var lead = 0.0
    /// Which service calls which.
    package var calls: [Call] = []
    /// Limits in the place of the standard ones, as users write them.
    package var limits: [String] = []
    /// What is to be told.
    package var expect: [Expectation]

    /// How it is watched.
    package enum Source: String, Sendable, Decodable, CaseIterable {
        /// The pages are read directly.
        case pages
        /// A Prometheus scrapes them.
        case prometheus
    }

    /// How metrics and labels are named.
    package struct Spelling: Sendable, Equatable, Decodable {
        /// The counter of requests; empty where only the histogram counts.
        package var requests = "http_requests_total"
        /// The histogram of latency; empty for none.
        package var latency = "http_request_duration_seconds"
        /// The label of routes; empty for none.
        package var route = "route"
        /// The label of methods; empty for none.
        package var method = "method"
        /// The label of statuses.
        package var status = "status"
        /// The histogram carries route and method.
        package var isLatencyByRoute = true
        /// The histogram carries the status.
        package var isLatencyByStatus = false
        /// The histogram's finite bounds, in seconds; with none it has only a sum and a count.
        package var bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    }

    /// One process.
    package struct Instance: Sendable, Equatable, Decodable {
        /// Its address: the label `instance`.
        package var name: String
        /// Its service: the label `job`.
        package var service = "checkout"
        /// What it runs; nil where it does not tell.
        package var version: String?
        /// Labels of all of its series.
        package var labels: [String: String] = [:]
        /// How much of the traffic it gets, in relation to the others.
        package var weight = 1.0
        /// Resources: what is used, and how much there is.
        package var resources: [String: Resource] = [:]
    }

    /// How much of something is used.
    package struct Resource: Sendable, Equatable, Decodable {
        /// Used when all is well.
        package var used: Double
        /// The most there is.
        package var limit: Double
    }

    /// Requests of one kind.
    package struct Traffic: Sendable, Equatable, Decodable {
        /// The service that gets them.
        package var service = "checkout"
        /// Their route.
        package var route = "/"
        /// Their method.
        package var method = "GET"
        /// So many a second.
        package var rate: Double
        /// The median of their latency, in seconds.
        package var latency = 0.04
        /// The share that fails.
        package var failures = 0.0
        /// The share that is refused for what the client sent.
        package var refused = 0.0
    }

    /// A service that calls another one with each request that it gets.
    package struct Call: Sendable, Equatable, Decodable {
        /// Who calls.
        package var from: String
        /// Who is called.
        package var callee: String
        /// It stands in the configuration alone; else the caller's metrics tell it.
        package var isWritten = false
    }

    /// Something that goes wrong, or only happens, to a part of the traffic or to processes.
    package struct Fault: Sendable, Equatable, Decodable {
        /// When it begins.
        package var from: Double
        /// When it is over; nil for never.
        package var until: Double?
        /// The part that it hits, by labels: each has one of the values; empty for all.
        package var place: [String: [String]] = [:]
        /// The share of requests that fail.
        package var failures: Double?
        /// The status of those.
        package var status = "500"
        /// The share of requests that are refused.
        package var refused: Double?
        /// The status of those.
        package var refusedStatus = "429"
        /// So many times as slow.
        package var slower: Double?
        /// The share of requests that are; the others are as before.
        package var slowerShare = 1.0
        /// So many times as much traffic.
        package var traffic: Double?
        /// It grows from nothing to this over so many seconds.
        package var ramp = 0.0
        /// The processes begin anew at its beginning.
        package var restarts = false
        /// They begin anew every so many seconds while it lasts.
        package var restartsEvery: Double?
        /// They run this from its beginning on.
        package var version: String?
        /// They do not answer scrapes.
        package var isDown = false
        /// Resources are used so much.
        package var resources: [String: Double] = [:]
    }
}
