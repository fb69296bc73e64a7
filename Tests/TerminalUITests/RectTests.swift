import TerminalUI
import Testing

@Suite("Rectangles")
struct RectTests {
    private let area = Rect(x: 2, y: 3, width: 10, height: 4)

    @Test("A negative size is empty")
    func negative() {
        #expect(Rect(x: 0, y: 0, width: -5, height: 3) == Rect(x: 0, y: 0, width: 0, height: 3))
        #expect(Rect(x: 0, y: 0, width: -5, height: 3).isEmpty)
        #expect(TerminalSize(columns: -1, rows: Int.max) == TerminalSize(columns: 0, rows: TerminalSize.maximum))
    }

    @Test("Splits give the part and the rest")
    func splits() {
        #expect(area.splitTop(1).top == Rect(x: 2, y: 3, width: 10, height: 1))
        #expect(area.splitTop(1).rest == Rect(x: 2, y: 4, width: 10, height: 3))
        #expect(area.splitBottom(1).bottom == Rect(x: 2, y: 6, width: 10, height: 1))
        #expect(area.splitBottom(1).rest == Rect(x: 2, y: 3, width: 10, height: 3))
        #expect(area.splitLeft(4).left == Rect(x: 2, y: 3, width: 4, height: 4))
        #expect(area.splitLeft(4).rest == Rect(x: 6, y: 3, width: 6, height: 4))
        #expect(area.splitRight(4).right == Rect(x: 8, y: 3, width: 4, height: 4))
        #expect(area.splitRight(4).rest == Rect(x: 2, y: 3, width: 6, height: 4))
    }

    @Test("Splits and insets that ask for too much give what there is", arguments: [-3, 0, 5, 100, Int.max, Int.min])
    func clamped(_ amount: Int) {
        let parts = [
            area.splitTop(amount).top, area.splitTop(amount).rest, area.splitLeft(amount).left,
            area.splitLeft(amount).rest, area.splitBottom(amount).bottom, area.splitRight(amount).rest,
            area.inset(columns: amount, rows: amount),
        ]
        for part in parts { #expect(part.isEmpty || area.intersection(part) == part) }
        let (top, rest) = area.splitTop(amount)
        #expect(top.height + rest.height == area.height)
    }

    @Test("Columns share the width, and the gaps lie between them")
    func columns() {
        #expect(area.columns(3).map(\.width) == [4, 3, 3])
        #expect(area.columns(2, gap: 1).map(\.x) == [2, 8])
        #expect(area.columns(2, gap: 1).map(\.width) == [5, 4])
        #expect(area.columns(0).isEmpty)
        #expect(Rect(x: 0, y: 0, width: 1, height: 1).columns(4, gap: 3).count == 4)
    }

    @Test("An inset takes from both sides")
    func insets() {
        #expect(area.inset(columns: 1, rows: 1) == Rect(x: 3, y: 4, width: 8, height: 2))
        #expect(area.inset(left: 2, right: 3) == Rect(x: 4, y: 3, width: 5, height: 4))
    }
}
