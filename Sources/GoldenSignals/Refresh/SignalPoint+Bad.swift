extension SignalPoint {
    /// The share of the requests that is bad; nil where that is not counted.
    package func share(of bad: PartQueries.Bad) -> Double? {
        switch bad {
        case .failed: self[.errorShare]
        case .refused: clientErrorShare
        case .slow, .traffic, .full: nil
        }
    }
}
