extension SignalCatalog {
    /// Requests a second that ended without an answer and that no other counter holds; nil where the service does not tell.
    ///
    /// Nobody was answered, so they have no status and no duration: they are added to the requests and to the failures.
    package var unansweredRate: String? { unanswered.map { "sum\(by)(\(rate($0)))" } }

    /// The same as counted by each process since it started.
    package var unansweredTotals: String? { unanswered.map { "sum by (instance) (\($0.values))" } }

    private var unanswered: Counter? { profile.unanswered.map { counter($0) } }
}
