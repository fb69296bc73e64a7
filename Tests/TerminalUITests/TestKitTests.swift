import TerminalUI
import TerminalUITestKit
import Testing

@Suite("Test kit")
struct TestKitTests {
    private var buffer: Buffer {
        var buffer = Buffer(size: TerminalSize(columns: 8, rows: 3))
        buffer.put("5xx", x: 0, y: 0, style: .title)
        buffer.put("7.21%", x: 3, y: 0, style: .critical)
        buffer.put("日 ok", x: 0, y: 1, style: .ok)
        buffer.put("! CRIT", x: 0, y: 2, style: .alarm)
        return buffer
    }

    @Test("A snapshot shows text, then styles as letters, then what they mean")
    func text() {
        #expect(
            SnapshotText.text(of: Frame(buffer: buffer, title: "sretop")) == """
                title sretop
                5xx7.21%
                日 ok
                ! CRIT
                styles
                NNNccccc
                ooooo
                000000
                0 critical bold reverse
                N normal bold
                c critical
                o ok

                """
        )
    }

    @Test("A screen equals its recorded snapshot")
    func recorded() {
        #expect(snapshotFailure(of: buffer, named: "test-kit") == nil)
    }

    @Test("A difference shows both rows and marks the columns")
    func difference() {
        #expect(
            SnapshotText.difference(expected: "abc\nsame\n", actual: "aXc\nsame\n") == """
                row 1
                  expected |abc
                  actual   |aXc
                             ^
                """
        )
    }

    @Test("The test terminal keeps what it is given until it is closed")
    func terminal() {
        let terminal = TestTerminal(size: TerminalSize(columns: 8, rows: 3))
        terminal.draw(Frame(buffer: buffer))
        terminal.repaint()
        terminal.resize(to: .standard)
        terminal.close()
        terminal.draw(Frame(buffer: buffer))
        #expect(terminal.frames.count == 1)
        #expect(terminal.lastFrame?.buffer == buffer)
        #expect(terminal.repaints == 1)
        #expect(terminal.size == .standard)
        #expect(terminal.isClosed)
    }
}
