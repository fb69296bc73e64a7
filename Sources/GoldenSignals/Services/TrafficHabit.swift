/// What traffic a service has had, in requests a second: of the last hour, and at the same time of other days.
package struct TrafficHabit: Sendable, Equatable, Codable {
    /// The least and the most of some time.
    package struct Extent: Sendable, Equatable, Codable {
        /// The least.
        package let least: Double
        /// The most.
        package let most: Double

        /// Memberwise.
        package init(least: Double, most: Double) {
            (self.least, self.most) = (least, most)
        }
    }

    /// The median of the last hour; nil where less than half of it is known.
    package var hour: Double?
    /// The half hour around the same time a day ago; nil where nothing is known of it.
    package var day: Extent?
    /// The same a week ago.
    package var week: Extent?

    /// How long ``day`` and ``week`` look.
    package static let span = Duration.seconds(1800)
    /// What differs by no more than so many times is alike.
    private static let likeness = 5.0

    /// Whose it is: a service may have numbers by several profiles.
    package struct Owner: Sendable, Hashable {
        /// Which service.
        package let service: ServiceKey
        /// The profile that its numbers come by.
        package let profile: String

        /// Memberwise.
        package init(service: ServiceKey, profile: String) {
            (self.service, self.profile) = (service, profile)
        }
    }

    /// Memberwise; nothing is known of what is left out.
    package init(hour: Double? = nil, day: Extent? = nil, week: Extent? = nil) {
        (self.hour, self.day, self.week) = (hour, day, week)
    }

    /// What traffic is to be expected now; nil where nothing is, or none.
    ///
    /// `recent` is what was usual in the last minutes, nil where that is not known, zero where there was none: of it and
    /// the last hour the one that what is now departs from more. What departs from both is as usual where the same time of
    /// other days was so: the evening's end is no outage. What has been so for long enough to have become usual is not, where
    /// both other days tell otherwise.
    package func expected(recent: Double?, now: Double) -> Double? {
        let lately = [recent, hour].compactMap { $0 }.filter { $0 > 0 }.max { distance(now, $0) < distance(now, $1) }
        guard let one = day ?? week else { return lately }
        guard let day, let week else {
            // One other day tells what is usual at this time, not that it should be so today.
            guard let lately, distance(now, lately) > Self.likeness, now * Self.likeness >= one.least,
                now <= one.most * Self.likeness
            else { return lately }
            let usual = min(max(now, one.least), one.most)
            return usual > 0 ? usual : nil
        }
        // The middle of the three: one of them may have been an outage, or a holiday.
        func middle(_ day: Double, _ week: Double) -> Double { [lately ?? 0, day, week].sorted()[1] }
        let (least, most) = (middle(day.least, week.least), middle(day.most, week.most))
        guard let lately else { return least > 0 ? least : nil }
        if now * Self.likeness >= least, now <= most * Self.likeness {
            guard distance(now, lately) > Self.likeness else { return lately }
            let usual = min(max(now, least), most)
            return usual > 0 ? usual : nil
        }
        // What has gone on for so long that it is in the last hour is no more usual than on other days.
        return distance(now, lately) > Self.likeness ? lately : now < least ? least : most
    }

    /// How far apart two rates are, as many times as one is the other.
    private func distance(_ one: Double, _ other: Double) -> Double {
        one == other ? 1 : max(one, other) / min(one, other)
    }
}
