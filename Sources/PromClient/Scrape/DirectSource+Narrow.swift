package import PromModel

extension DirectSource {
    /// Shows one part of the traffic from the next poll on; all of it without labels.
    package func narrow(to part: Labels) {
        guard part != narrowing else { return }
        narrowing = part
        // What is known of a breach is of what was shown.
        (onset, limit, inquiry, beforeOnset, trace) = (nil, nil, nil, nil, nil)
        (ended, endedTrace) = (nil, nil)
        choose()
    }
}
