/// A text that is never printed.
///
/// Interpolation, reflection and dumps show a placeholder, so that a secret cannot reach a log or a screen through a
/// value that holds one.
package struct Secret: Sendable, Equatable {
    private let value: String

    /// Hides a text.
    package init(_ value: String) {
        self.value = value
    }

    /// The text itself, for the request that needs it.
    package func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder.
    package var description: String { "<secret>" }

    /// The same placeholder.
    package var debugDescription: String { description }

    /// A mirror without children: `dump` would walk the stored text otherwise.
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
