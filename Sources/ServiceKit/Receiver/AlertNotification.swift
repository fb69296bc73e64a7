/// What Alertmanager posts to a webhook, as far as a line for each alert needs it.
package struct AlertNotification: Sendable, Equatable, Codable {
    /// One alert of a notification.
    package struct Alert: Sendable, Equatable, Codable {
        /// `firing` or `resolved`.
        package let status: String
        /// What tells it from others.
        package let labels: [String: String]
        /// Texts for people.
        package let annotations: [String: String]
        /// When it began, as Alertmanager writes times.
        package let startsAt: String
        /// When it ended, or is taken to end without news.
        package let endsAt: String
    }

    /// `firing` while any of the alerts is.
    package let status: String
    /// The receiver's name in Alertmanager's configuration.
    package let receiver: String
    /// The alerts that were grouped.
    package let alerts: [Alert]
}
