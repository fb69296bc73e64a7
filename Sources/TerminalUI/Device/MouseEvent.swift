/// What the mouse did, and in which cell.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// The left button went down.
        case press
        case wheelUp
        case wheelDown
    }

    package var kind: Kind
    /// The column, from 0 at the left.
    package var x: Int
    /// The row, from 0 at the top.
    package var y: Int

    package init(kind: Kind, x: Int, y: Int) {
        self.kind = kind
        self.x = x
        self.y = y
    }
}
