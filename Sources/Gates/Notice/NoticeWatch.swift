package import Diagnosis
import GoldenSignals

/// Follows verdicts, and says when somebody is to be told.
package struct NoticeWatch: Sendable {
    /// What there is to tell.
    package enum Occasion: String, Sendable {
        /// A critical limit is broken, or nothing answers any more.
        case critical
        /// That is over.
        case resolved
    }

    private var isTold = false

    /// Nothing was told yet.
    package init() {}

    /// What there is to tell now; nil for nothing.
    ///
    /// While nobody knows how it is neither begins nor ends anything; nothing is resolved that was never told.
    package mutating func observe(_ verdict: Verdict) -> Occasion? {
        switch verdict {
        case .waiting, .unknown, .untrusted, .noData: return nil
        case .idle, .tooFew, .ok, .unjudged, .traffic, .clientErrors, .crashLoop, .targetsDown, .breach: break
        }
        guard verdict.isCritical != isTold else { return nil }
        isTold = verdict.isCritical
        return isTold ? .critical : .resolved
    }
}
