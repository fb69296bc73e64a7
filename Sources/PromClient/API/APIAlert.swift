package import PromModel

/// An alert that waits or fires.
package struct APIAlert: Sendable, Equatable {
    /// What the server says of an alert or of the rule behind it.
    package enum State: String, Sendable {
        /// The condition does not hold.
        case inactive
        /// The condition holds, though not for long enough.
        case pending
        /// The condition has held for long enough.
        case firing
        /// Nothing that is known here.
        case unknown
    }

    /// Its labels, with `alertname` and `severity`.
    package private(set) var labels = Labels()
    /// Its annotations, with the templates filled in.
    package private(set) var annotations = Labels()
    /// Whether it waits or fires.
    package private(set) var state = State.unknown
    /// Since when the condition holds.
    package private(set) var activeAt: Timestamp?
    /// The value of the expression when it was last evaluated.
    package private(set) var value: Double?

    /// Reads one element of `alerts`.
    static func read(_ reader: inout JSONReader) throws(JSONFault) -> APIAlert {
        var alert = APIAlert()
        guard try reader.enterObject() else { return alert }
        while let key = try reader.nextKey() {
            switch key {
            case "labels": alert.labels = try reader.labels()
            case "annotations": alert.annotations = try reader.labels()
            case "state": alert.state = State(rawValue: try reader.string()) ?? .unknown
            case "activeAt": alert.activeAt = Timestamp(rfc3339: try reader.stringIfAny() ?? "")
            case "value":
                let text = try reader.stringIfAny() ?? ""
                alert.value = try? NumberText.parse(text)
            default: try reader.skip()
            }
        }
        return alert
    }
}
