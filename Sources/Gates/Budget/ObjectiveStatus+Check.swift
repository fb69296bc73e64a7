package import GoldenSignals

extension ObjectiveStatus {
    /// Its part in a check: a page is critical, a ticket a warning, no number unknown.
    package var status: CheckStatus {
        switch state {
        case .ok: .ok
        case .ticket: .warning
        case .page: .critical
        case .unknown: .unknown
        }
    }
}
