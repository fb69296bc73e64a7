package import PromModel

/// An alerting rule.
package struct APIRule: Sendable, Equatable {
    /// The group that it is evaluated with.
    package private(set) var group = ""
    /// The alert's name.
    package private(set) var name = ""
    /// The expression.
    package private(set) var query = ""
    /// How long the expression has to hold.
    package private(set) var forDuration = Duration.zero
    /// The labels added to its alerts.
    package private(set) var labels = Labels()
    /// The annotations, as templates.
    package private(set) var annotations = Labels()
    /// The alerts that wait or fire.
    package private(set) var alerts: [APIAlert] = []
    /// The worst state of its alerts.
    package private(set) var state = APIAlert.State.unknown
    /// How the last evaluation went: `ok`, `err` or `unknown`.
    package private(set) var health = ""
    /// Why the last evaluation failed; empty where it did not.
    package private(set) var lastError = ""

    private var isAlerting = false

    /// Reads the data of an answer: the alerting rules of all groups.
    static func readGroups(_ reader: inout JSONReader, alertLimit: Int) throws(JSONFault) -> [APIRule] {
        var rules: [APIRule] = []
        guard try reader.enterObject() else { return rules }
        while let key = try reader.nextKey() {
            guard key == "groups" else {
                try reader.skip()
                continue
            }
            guard try reader.enterArray() else { continue }
            while try reader.nextElement() { rules += try readGroup(&reader, alertLimit: alertLimit) }
        }
        return rules
    }

    private static func readGroup(_ reader: inout JSONReader, alertLimit: Int) throws(JSONFault) -> [APIRule] {
        var group = ""
        var rules: [APIRule] = []
        guard try reader.enterObject() else { return rules }
        while let key = try reader.nextKey() {
            switch key {
            case "name": group = try reader.string()
            case "rules":
                guard try reader.enterArray() else { continue }
                while try reader.nextElement() {
                    let rule = try read(&reader, alertLimit: alertLimit)
                    if rule.isAlerting { rules.append(rule) }
                }
            default: try reader.skip()
            }
        }
        for index in rules.indices { rules[index].group = group }
        return rules
    }

    private static func read(_ reader: inout JSONReader, alertLimit: Int) throws(JSONFault) -> APIRule {
        var rule = APIRule()
        guard try reader.enterObject() else { return rule }
        while let key = try reader.nextKey() {
            switch key {
            case "type": rule.isAlerting = try reader.string() == "alerting"
            case "name": rule.name = try reader.string()
            case "query": rule.query = try reader.string()
            case "duration": rule.forDuration = try reader.seconds()
            case "labels": rule.labels = try reader.labels()
            case "annotations": rule.annotations = try reader.labels()
            case "state": rule.state = APIAlert.State(rawValue: try reader.string()) ?? .unknown
            case "health": rule.health = try reader.string()
            case "lastError":
                rule.lastError = PrintableExcerpt.of(try reader.string(), atMost: PrintableExcerpt.messageLength)
            case "alerts": rule.alerts = try reader.list(atMost: alertLimit, APIAlert.read).items
            default: try reader.skip()
            }
        }
        return rule
    }
}
