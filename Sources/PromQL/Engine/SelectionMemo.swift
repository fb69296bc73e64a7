internal import PromModel

/// What selectors chose and aggregations answered, for many queries about one moment of one store.
///
/// A screen asks a dozen questions about the same few metrics at once. Whoever keeps one forgets it whenever the store
/// changes.
package final class SelectionMemo {
    struct Key: Hashable {
        let matchers: [LabelMatcher]
        let start: Int64
        let end: Int64
        let isDroppingMarkers: Bool
        /// Whether unknown hints of native histograms are found out.
        let findsHints: Bool
    }

    struct Choice {
        let selected: [SelectedSeries]
        let bareLabelsAreUnique: Bool
    }

    /// An aggregation at the moment of an instant query.
    struct Question: Hashable {
        let aggregation: Aggregation
        let time: Int64
    }

    var choices: [Key: Choice] = [:]
    /// A ratio, its parts and its quantiles aggregate the same rates again and again.
    var answers: [Question: [Element]] = [:]

    /// Nothing chosen yet.
    package init() {}

    /// Forgets everything: the store has changed.
    package func clear() {
        choices = [:]
        answers = [:]
    }
}
