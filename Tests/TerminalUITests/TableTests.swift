import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Table")
struct TableTests {
    private let columns = [
        Table.Column(id: "name", title: "SERVICE", width: .flexible(min: 6, max: 12), priority: 9),
        Table.Column(id: "rps", title: "RPS", width: .fixed(6), alignment: .trailing, priority: 1),
        Table.Column(id: "err", title: "5xx", width: .fixed(6), alignment: .trailing, priority: 5),
        Table.Column(id: "note", title: "NOTE", width: .flexible(min: 4, max: 20), priority: 1),
    ]

    private func table(_ count: Int = 3, selected: Int? = nil, first: Int = 0) -> Table {
        let names = ["checkout", "search", "日本語サービス", "mail", "billing-reconciler", "gateway"]
        let rows = (0..<count)
            .map { index in
                Table.Row([
                    StyledText(names[index % names.count]), StyledText("\(index * 100)/s"),
                    StyledText("▲ ", .critical) + StyledText("\(index)%", .critical), "no note here",
                ])
            }
        return Table(columns: columns, rows: rows, selected: selected, first: first, sort: .init("err"))
    }

    private func drawn(_ table: Table, _ width: Int, _ height: Int) -> [String] {
        rows(width, height) { table.render(into: &$0, area: $1) }
    }

    @Test("Titles, then rows; flexible columns share what is left up to their most")
    func wide() {
        #expect(
            drawn(table(), 44, 5) == [
                "SERVICE          RPS    5xx↑  NOTE          ",
                "checkout         0/s    ▲ 0%  no note here  ",
                "search         100/s    ▲ 1%  no note here  ",
                "日本語サー…    200/s    ▲ 2%  no note here  ",
                "                                            ",
            ]
        )
    }

    @Test(
        "Where the table is too narrow, the least important columns go, whole",
        arguments: [
            (28, ["SERVI…     RPS    5xx↑  NOTE", "check…     0/s    ▲ 0%  no… "]),
            (27, ["SERVICE         RPS    5xx↑", "checkout        0/s    ▲ 0%"]),
            (22, ["SERVI…     RPS    5xx↑", "check…     0/s    ▲ 0%"]),
            (21, ["SERVICE         5xx↑ ", "checkout        ▲ 0% "]),
            (14, ["SERVI…    5xx↑", "check…    ▲ 0%"]),
            (13, ["SERVICE      ", "checkout     "]),
            (4, ["SER…", "che…"]),
            (1, ["…", "…"]),
        ]
    )
    func narrow(_ width: Int, _ expected: [String]) {
        #expect(drawn(table(1), width, 2) == expected)
    }

    @Test("Missing cells are blank, further ones ignored; no columns are no harm")
    func ragged() {
        let two = [
            Table.Column(id: "a", title: "A", width: .fixed(3)), Table.Column(id: "b", title: "B", width: .fixed(3)),
        ]
        let ragged = Table(columns: two, rows: [.init(["one"]), .init([]), .init(["1", "2", "3"])])
        #expect(drawn(ragged, 8, 4) == ["A    B  ", "one     ", "        ", "1    2  "])
        #expect(drawn(Table(columns: [], rows: [.init(["a"])]), 3, 2) == ["   ", "   "])
    }

    @Test(
        "The title sorted by is marked, in ASCII too, and the mark is never cut",
        arguments: [
            (GlyphSet.block, true, 4, "5xx↓"), (.block, false, 4, "5xx↑"), (.ascii, true, 5, "5xxv "),
            (.ascii, false, 4, "5xx^"), (.block, true, 3, "5…↓"), (.ascii, true, 3, "5~v"), (.block, true, 1, "↓"),
        ]
    )
    func sorted(_ glyphs: GlyphSet, _ isDescending: Bool, _ width: Int, _ expected: String) {
        let table = Table(
            columns: [.init(id: "err", title: "5xx", width: .fixed(width))],
            rows: [],
            sort: .init("err", isDescending: isDescending),
            glyphs: glyphs
        )
        #expect(drawn(table, width, 1) == [expected])
    }

    @Test("Rows begin at the first, which leaves no room at the bottom unused")
    func scrolled() {
        func names(_ first: Int) -> [String] {
            drawn(table(6, first: first), 13, 4).dropFirst().map { String($0.prefix(4)) }
        }
        #expect(names(0) == ["chec", "sear", "日本語サ"])
        #expect(names(2) == ["日本語サ", "mail", "bill"])
        #expect(names(5) == ["mail", "bill", "gate"])
        #expect(names(Int.max) == names(5) && names(Int.min) == names(0))
    }

    @Test("The selected row is marked over the whole width, and keeps its symbols")
    func styles() {
        var buffer = crossed(43, 4)
        var table = table(selected: 1)
        table.rows[2].style = .dim
        table.render(into: &buffer, area: buffer.area)
        func styles(_ y: Int) -> Set<Style> { Set((0..<43).map { buffer[$0, y].style }) }
        #expect(styles(0) == [.dim, .normal])
        #expect(styles(1) == [.normal, .critical])
        #expect(styles(2) == [.selected])
        #expect(styles(3) == [.dim])
        #expect(buffer.row(2) == "search         100/s    ▲ 1%  no note here ")
    }

    @Test(
        "Scrolling keeps the selection in sight and moves as little as possible",
        arguments: [
            (0, 0, 5, 20, 0), (4, 0, 5, 20, 0), (5, 0, 5, 20, 1), (19, 0, 5, 20, 15), (3, 7, 5, 20, 3),
            (9, 7, 5, 20, 7),
            (0, 9, 5, 3, 0), (2, 2, 5, 3, 0), (99, 0, 5, 20, 15), (-4, 9, 5, 20, 0), (3, 0, 0, 20, 0), (3, 0, 5, 0, 0),
            (Int.max, Int.max, Int.max, Int.max, 0), (Int.min, Int.min, 1, Int.max, 0), (8, 18, 5, 10, 5),
        ]
    )
    func first(_ selected: Int, _ first: Int, _ visible: Int, _ count: Int, _ expected: Int) {
        #expect(Table.first(keeping: selected, first: first, visible: visible, count: count) == expected)
    }

    @Test("A click finds the row and the column that are drawn there")
    func hits() {
        let table = table(6, first: 2)
        let area = Rect(x: 3, y: 10, width: 40, height: 4)
        #expect(table.visibleRows(in: area) == 3)
        #expect((9...14).map { table.row(at: $0, in: area) } == [nil, nil, 2, 3, 4, nil])
        #expect(self.table(1).row(at: 12, in: area) == nil)
        let found = [2, 3, 13, 14, 15, 16, 21, 22, 24, 29, 30, 32, 42, 43].map { table.column(at: $0, in: area) }
        #expect(
            found == [
                nil, "name", "name", nil, nil, "rps", "rps", nil, "err", "err", nil, "note", "note", nil,
            ]
        )
        #expect(table.visibleRows(in: Rect(x: 0, y: 0, width: 0, height: 9)) == 0)
        #expect([Int.min, Int.max].allSatisfy { table.row(at: $0, in: area) == nil })
        #expect([Int.min, Int.max].allSatisfy { table.column(at: $0, in: area) == nil })
    }

    @Test("The table equals its picture")
    func picture() {
        var buffer = crossed(64, 8)
        var table = table(9, selected: 2, first: 1)
        table.rows[3].style = .dim
        table.rows[5].cells[3] = StyledText("deploy ", .accent) + StyledText("4m ago, by hand", .dim)
        table.render(into: &buffer, area: buffer.area.inset(columns: 1))
        #expect(snapshotFailure(of: buffer, named: "table-64x8") == nil)
    }
}
