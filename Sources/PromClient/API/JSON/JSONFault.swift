/// Why bytes could not be read as the JSON that was expected.
enum JSONFault: Error, Equatable {
    /// The text ends in the middle of a value.
    case truncated(at: Int)
    /// Something else stands where `wanted` was expected.
    case unexpected(wanted: String, at: Int)
    /// Values are nested deeper than any answer needs.
    case tooDeep(at: Int)
    /// The result holds more series than may be read.
    case tooManySeries(limit: Int)
}

extension APIFailure {
    /// What a reader's fault means to the one who asked.
    init(_ fault: JSONFault) {
        switch fault {
        case .truncated(let offset): self = .malformed("the answer is cut short at byte \(offset)")
        case .unexpected(let wanted, let offset):
            self = .malformed("the answer cannot be read: \(wanted) expected at byte \(offset)")
        case .tooDeep(let offset): self = .malformed("the answer is nested too deep at byte \(offset)")
        case .tooManySeries(let limit): self = .tooManySeries(limit: limit)
        }
    }
}
