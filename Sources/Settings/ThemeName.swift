/// The colours of the screen, by name.
package enum ThemeName: String, Sendable, CaseIterable {
    /// For dark backgrounds.
    case standard
    /// For light backgrounds.
    case light
    /// Told apart without red and green.
    case colorblind
    /// No colours at all.
    case mono
}
