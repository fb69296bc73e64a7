/// What a piece of text means; the terminal decides how that looks.
///
/// Healthy is `ok`, and has no colour of its own: colour means "look here".
package enum Role: UInt8, Hashable, Sendable, CaseIterable {
    case normal
    case dim
    case ok
    case warning
    case critical
    case unknown
    case accent
}

/// How a cell looks: its role and the attributes that survive without colour.
package struct Style: Hashable, Sendable {
    package var role: Role
    private var attributes: UInt8

    package init(
        role: Role = .normal,
        bold: Bool = false,
        dim: Bool = false,
        reverse: Bool = false,
        underline: Bool = false
    ) {
        self.role = role
        attributes = 0
        self.bold = bold
        self.dim = dim
        self.reverse = reverse
        self.underline = underline
    }

    package var bold: Bool {
        get { attributes & 1 != 0 }
        set { set(1, newValue) }
    }

    package var dim: Bool {
        get { attributes & 2 != 0 }
        set { set(2, newValue) }
    }

    package var reverse: Bool {
        get { attributes & 4 != 0 }
        set { set(4, newValue) }
    }

    package var underline: Bool {
        get { attributes & 8 != 0 }
        set { set(8, newValue) }
    }

    private mutating func set(_ bit: UInt8, _ value: Bool) {
        if value { attributes |= bit } else { attributes &= ~bit }
    }
}

extension Style {
    package static let normal = Style()
    package static let dim = Style(role: .dim)
    package static let ok = Style(role: .ok)
    package static let warning = Style(role: .warning)
    package static let critical = Style(role: .critical)
    package static let unknown = Style(role: .unknown)
    package static let accent = Style(role: .accent)
    package static let bold = Style(bold: true)
    package static let reverse = Style(reverse: true)
    /// A heading.
    package static let title = Style(bold: true)
    /// The verdict of a broken limit: seen from across the room, with or without colour.
    package static let alarm = Style(role: .critical, bold: true, reverse: true)
    /// The line the keys act on.
    package static let selected = Style(role: .accent, reverse: true)

    /// The same style in bold.
    package var bolded: Style {
        var copy = self
        copy.bold = true
        return copy
    }

    /// The same style with foreground and background exchanged.
    package var reversed: Style {
        var copy = self
        copy.reverse = true
        return copy
    }
}
