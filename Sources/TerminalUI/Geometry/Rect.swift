/// A rectangle of cells; `x` grows to the right, `y` downwards.
///
/// Width and height are never negative, and all four numbers are kept far from overflow, so that layout arithmetic
/// needs no checks: a part that does not fit becomes empty.
package struct Rect: Hashable, Sendable {
    private static let bound = 1 << 20

    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = min(max(x, -Rect.bound), Rect.bound)
        self.y = min(max(y, -Rect.bound), Rect.bound)
        self.width = min(max(width, 0), Rect.bound)
        self.height = min(max(height, 0), Rect.bound)
    }

    /// The whole of a screen.
    package init(_ size: TerminalSize) {
        self.init(x: 0, y: 0, width: size.columns, height: size.rows)
    }

    /// The first column to the right of the rectangle.
    package var endX: Int { x + width }

    /// The first row below the rectangle.
    package var endY: Int { y + height }

    package var isEmpty: Bool { width == 0 || height == 0 }

    /// The part of the rectangle that lies in `other`; empty where they do not meet.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(endX, other.endX) - left, height: min(endY, other.endY) - top)
    }
}

extension Rect {
    /// The rectangle without a border of `columns` left and right and `rows` above and below.
    package func inset(columns: Int = 0, rows: Int = 0) -> Rect {
        inset(left: columns, top: rows, right: columns, bottom: rows)
    }

    /// The rectangle without a border that may differ at each side.
    package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        let left = clamp(left, width)
        let top = clamp(top, height)
        return Rect(
            x: x + left,
            y: y + top,
            width: width - left - clamp(right, width),
            height: height - top - clamp(bottom, height)
        )
    }

    /// Cuts `rows` rows off the top; asks for more than there are give all of them.
    package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
        let rows = clamp(rows, height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    /// Cuts `rows` rows off the bottom.
    package func splitBottom(_ rows: Int) -> (bottom: Rect, rest: Rect) {
        let (rest, bottom) = splitTop(height - clamp(rows, height))
        return (bottom, rest)
    }

    /// Cuts `columns` columns off the left.
    package func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
        let columns = clamp(columns, width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// Cuts `columns` columns off the right.
    package func splitRight(_ columns: Int) -> (right: Rect, rest: Rect) {
        let (rest, right) = splitLeft(width - clamp(columns, width))
        return (right, rest)
    }

    /// Cuts the rectangle into `count` columns of nearly equal width with `gap` empty columns between them.
    ///
    /// Columns left over go to the first ones. The result has `count` elements, of which some may be empty.
    package func columns(_ count: Int, gap: Int = 0) -> [Rect] {
        guard count > 0 else { return [] }
        let gap = clamp(gap, width)
        let free = max(0, width - min(width, gap * min(count - 1, width)))
        var left = x
        return (0..<count).map { index in
            let share = free / count + (index < free % count ? 1 : 0)
            defer { left = min(left + share + gap, endX) }
            return Rect(x: left, y: y, width: min(share, endX - left), height: height)
        }
    }

    private func clamp(_ part: Int, _ whole: Int) -> Int { min(max(part, 0), whole) }
}
