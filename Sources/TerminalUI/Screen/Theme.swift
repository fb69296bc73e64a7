/// A set of colours for the roles; which ones they are is the terminal's business.
///
/// Whatever the theme, normal and healthy text keep the terminal's own colours, and every state is a glyph and a word
/// as well.
package enum Theme: String, Hashable, Sendable, CaseIterable {
    /// Legible on dark and light backgrounds alike.
    case standard
    /// Darker colours, for a light background.
    case light
    /// Orange and blue, which red-green blindness tells apart.
    case colorBlind = "colorblind"
    /// No colour: bold, underline and reverse take its place.
    case mono

    /// The theme after this one; after the last, the first.
    package var next: Theme {
        let all = Theme.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }
}
