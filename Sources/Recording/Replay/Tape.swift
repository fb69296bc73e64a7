package import Dashboard
package import PromModel

/// A recording, and how far it was played.
package struct Tape {
    private var reader: RecordingReader
    private var lastTold: Timestamp?
    /// What comes next; nil at the end.
    package private(set) var next: RecordedStep?
    /// The recorded time.
    package var place: Timestamp

    package init(_ reader: RecordingReader) {
        self.reader = reader
        next = self.reader.next()
        place = next?.at ?? reader.begun
    }

    /// What happened up to a moment; nil where nothing did.
    package mutating func take(through moment: Timestamp, most: Int) -> [DashboardEvent]? {
        var events: [DashboardEvent] = []
        var count = 0
        while let step = next, step.at <= moment {
            guard count < most else {
                // Time does not run away from what is told.
                place = min(place, step.at)
                break
            }
            events += step.dashboardEvents
            lastTold = step.at
            count += 1
            next = reader.next()
        }
        return count == 0 ? nil : events
    }

    /// Goes on to where something was recorded again, where that takes too long.
    package mutating func passHole(longerThan length: Duration) -> [DashboardEvent] {
        guard let next, let lastTold, next.at - lastTold > length, place > lastTold + .seconds(5), place < next.at
        else { return [] }
        place = next.at
        return [.tick(place), .notice("nothing was recorded for \(TimeText.span(next.at - lastTold))")]
    }

    /// That it is over, and what of it could not be read.
    package var ending: String {
        let unread = reader.size - reader.offset
        guard unread > 0 else { return "the recording ends here" }
        return "the recording is cut or damaged at byte \(reader.offset): the \(unread) bytes from there cannot be read"
    }
}
