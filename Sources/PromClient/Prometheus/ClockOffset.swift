package import PromModel

/// How far a server's clock is ahead of ours, from the moments that it stamps its answers with.
///
/// The server looked at its clock between question and answer: the shorter the exchange, the surer the middle. So the
/// shortest of the last exchanges counts.
package struct ClockOffset: Sendable, Equatable {
    private struct Exchange: Sendable, Equatable {
        let offset: Duration
        let length: Duration
    }

    private static let remembered = 8
    private var exchanges: [Exchange] = []

    /// Nothing is known: no offset.
    package init() {}

    /// How far ahead the server's clock is; negative where it is behind.
    package var value: Duration { exchanges.min { $0.length < $1.length }?.offset ?? .zero }

    /// Takes an exchange: when the question went and the answer came by our clock, and the server's stamp.
    package mutating func note(sent: Timestamp, received: Timestamp, server: Timestamp) {
        let length = received - sent
        // A clock that was set back in between tells nothing.
        guard length >= .zero else { return }
        let fresh = Exchange(offset: server - (sent + length / 2), length: length)
        // One that no error of measurement explains means that a clock was set: what was known is void.
        if (fresh.offset - value).magnitude > length + .seconds(1) { exchanges = [] }
        exchanges.append(fresh)
        if exchanges.count > Self.remembered { exchanges.removeFirst() }
    }
}

extension Duration {
    /// Without its sign.
    package var magnitude: Duration { self < .zero ? .zero - self : self }
}
