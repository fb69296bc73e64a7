package import PromModel

/// A moment of the past that the whole screen is read at, while collecting goes on.
package struct Cursor: Sendable, Equatable {
    /// What is known of the question about this moment.
    package enum Inquiry: Sendable, Equatable {
        /// The source is not asked: what was collected is all there is.
        case none
        /// It is being asked.
        case asked
        /// It has answered.
        case answered
        /// It could not be asked, and why.
        case failed(String)
    }

    /// The moment: that of a point where there is one in the column.
    package var at: Timestamp
    /// The right end of the charts while it stands: nothing moves under it.
    package var end: Timestamp
    /// The source as it was then.
    package var source: SourceState
    /// The services as they were then.
    package var services: ServicesList
    /// Whether the source was asked about it.
    package var inquiry: Inquiry
}
