import Randomness
import TerminalUI
import Testing

@Suite("Buffer")
struct BufferTests {
    @Test(
        "Text is clipped at every edge, and the columns used are counted",
        arguments: [
            ("abc", 0, 0, nil, 3, "abcxx"),
            ("abc", 3, 0, nil, 2, "xxxab"),
            ("abc", -1, 0, nil, 3, "bcxxx"),
            ("abc", -5, 0, nil, 3, "xxxxx"),
            ("abc", 9, 0, nil, 0, "xxxxx"),
            ("abc", 0, 1, nil, 0, "xxxxx"),
            ("abc", 0, -1, nil, 0, "xxxxx"),
            ("abc", 1, 0, 2, 2, "xabxx"),
            ("abc", 1, 0, 0, 0, "xxxxx"),
            ("abc", 1, 0, -4, 0, "xxxxx"),
            ("", 1, 0, nil, 0, "xxxxx"),
            ("日本", 0, 0, nil, 4, "日本x"),
            ("日本", 2, 0, nil, 3, "xx日 "),
            ("日本", -1, 0, nil, 4, " 本xx"),
            ("a日", 0, 0, 2, 2, "a xxx"),
            ("e\u{301}f", 0, 0, nil, 2, "e\u{301}fxxx"),
            ("\u{301}f", 0, 0, nil, 1, "fxxxx"),
            ("a\u{1B}[31mb", 0, 0, nil, 5, "a\u{FFFD}[31"),
            ("a\nb", 0, 0, nil, 3, "a·bxx"),
        ] as [(String, Int, Int, Int?, Int, String)]
    )
    func put(_ text: String, _ x: Int, _ y: Int, _ width: Int?, _ used: Int, _ row: String) {
        var buffer = crossed(5, 1)
        #expect(buffer.put(text, x: x, y: y, width: width) == used)
        #expect(buffer.row(0) == row)
    }

    @Test("Extreme places and widths are harmless", arguments: [Int.min, -1, 0, 1, Int.max])
    func extremes(_ number: Int) {
        var buffer = crossed(3, 2)
        buffer.put("日本語", x: number, y: number, width: number)
        buffer.put("日本語", x: 0, y: 0, width: number)
        buffer.fill(Rect(x: number, y: number, width: number, height: number), "y")
        buffer[number, number] = Cell(symbol: "日")
        #expect(buffer[number, -1] == .blank)
        #expect(buffer.cells.count == 6)
    }

    @Test("Writing over half of a wide symbol blanks the other half")
    func wideNeighbours() {
        var buffer = crossed(4, 1)
        buffer.put("日本", x: 0, y: 0)
        buffer.put("a", x: 1, y: 0)
        #expect(buffer.row(0) == " a本")
        buffer.put("b", x: 2, y: 0)
        #expect(buffer.row(0) == " ab ")
        buffer.put("日本", x: 0, y: 0)
        buffer.put("語", x: 1, y: 0)
        #expect(buffer.row(0) == " 語 ")
        #expect(buffer[2, 0].isContinuation)
        buffer[3, 0] = Cell(symbol: "日")
        #expect(buffer.row(0) == " 語 ")
    }

    @Test("A cell has at most two combining marks")
    func marks() {
        var buffer = crossed(2, 1)
        buffer.put("a\u{301}\u{302}\u{303}\u{304}", x: 0, y: 0)
        #expect(Array(buffer.row(0).unicodeScalars) == ["a", "\u{301}", "\u{302}", "x"])
    }

    @Test("Filling is clipped and styled; text keeps its style")
    func fill() {
        var buffer = crossed(4, 3)
        buffer.fill(Rect(x: 1, y: 1, width: 9, height: 1), "-", .dim)
        buffer.put("ab", x: 1, y: 1, style: .critical)
        buffer.restyle(Rect(x: 2, y: 1, width: 1, height: 1), .accent)
        #expect(buffer.text == "xxxx\nxab-\nxxxx")
        #expect((0..<4).map { buffer[$0, 1].style } == [.normal, .critical, .accent, .dim])
    }

    @Test("The text of a screen has no trailing spaces")
    func text() {
        var buffer = Buffer(size: TerminalSize(columns: 4, rows: 3))
        buffer.put("ab", x: 0, y: 1)
        #expect(buffer.text == "\nab\n")
        #expect(Buffer(size: TerminalSize(columns: 0, rows: 0)).text.isEmpty)
    }

    @Test("A megabyte of text costs no more than what is looked at", .timeLimit(.minutes(1)))
    func huge() {
        let text = String(repeating: "\u{301}", count: 1_000_000) + "end"
        var buffer = crossed(5, 1)
        for _ in 0..<100 { buffer.put(text, x: 0, y: 0) }
        #expect(buffer.row(0) == "xxxxx")
    }

    @Test("Wide symbols stay whole whatever is written where")
    func wholeness() {
        var random = SeededRandom(seed: 7)
        let texts = ["日本語", "ab", "e\u{301}", "👍🏽x", "한국", "\u{202E}x", ""]
        var buffer = crossed(9, 3)
        for _ in 0..<5000 {
            buffer.put(
                texts.randomElement(using: &random) ?? "",
                x: Int.random(in: -3...10, using: &random),
                y: Int.random(in: 0...2, using: &random),
                width: Int.random(in: 0...6, using: &random)
            )
            for y in 0..<3 {
                #expect(DisplayWidth.width(of: buffer.row(y)) == 9)
                #expect(!buffer[0, y].isContinuation)
            }
        }
    }

    @Test("A cell is small and plain")
    func layout() {
        #expect(MemoryLayout<Cell>.stride == 16)
        #expect(MemoryLayout<Style>.size == 2)
    }
}
