internal import PromModel

/// The series that selectors chose, for many queries about one moment of one store.
///
/// A screen asks a dozen questions about the same few metrics at once. Whoever keeps one forgets it whenever the store
/// changes.
package final class SelectionMemo {
    struct Key: Hashable {
        let matchers: [LabelMatcher]
        let start: Int64
        let end: Int64
        let isDroppingMarkers: Bool
    }

    struct Choice {
        let selected: [SelectedSeries]
        let bareLabelsAreUnique: Bool
    }

    var choices: [Key: Choice] = [:]

    /// Nothing chosen yet.
    package init() {}

    /// Forgets everything: the store has changed.
    package func clear() { choices = [:] }
}
