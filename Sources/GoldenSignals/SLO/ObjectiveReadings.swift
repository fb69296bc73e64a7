package import PromModel

/// What a source says about one objective of one group of labels, by the length of the window.
package struct ObjectiveReadings: Sendable, Equatable {
    /// What the group is called by: the labels that objectives are kept apart by.
    package let group: Labels
    /// The share of bad events; without an event there is none.
    package var ratios: [Duration: Double] = [:]
    /// Events within the window.
    package var events: [Duration: Double] = [:]
    /// How much of the window the source holds, 0 to 1.
    package var fullness: [Duration: Double] = [:]

    /// A group of which nothing was said yet.
    package init(group: Labels) {
        self.group = group
    }

    /// Takes from another group what is not known of this one.
    mutating func complete(with other: ObjectiveReadings) {
        ratios.merge(other.ratios) { own, _ in own }
        events.merge(other.events) { own, _ in own }
        fullness.merge(other.fullness) { own, _ in own }
    }

    /// Takes the value of a subject; of several series of one group the worst counts.
    package mutating func take(_ value: Double, of subject: ObjectiveQuestions.Subject) {
        switch subject {
        case .ratio(let window): ratios[window] = max(value, ratios[window] ?? value)
        case .events(let window): events[window] = max(value, events[window] ?? value)
        case .fullness(let window): fullness[window] = max(value, fullness[window] ?? value)
        case .bounds: break
        }
    }
}

extension [Labels: ObjectiveReadings] {
    /// Groups in which what rules recorded without some of the labels is of the one group that has them.
    var joined: [Labels: ObjectiveReadings] {
        var joined = self
        for (labels, readings) in self {
            let wider = keys.filter { other in
                other.count > labels.count && labels.allSatisfy { other[$0.name] == $0.value }
            }
            guard wider.count == 1, let group = wider.first else { continue }
            joined[group]?.complete(with: readings)
            joined[labels] = nil
        }
        return joined
    }
}
