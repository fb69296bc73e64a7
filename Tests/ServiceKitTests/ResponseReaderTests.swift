import Randomness
import ServiceKit
import Testing

@Suite("Response reader")
struct ResponseReaderTests {
    private func steps(_ text: String, chunk: Int) throws(ResponseReader.Failure) -> [ResponseReader.Step] {
        var reader = ResponseReader()
        var steps: [ResponseReader.Step] = []
        var rest = ArraySlice(Array(text.utf8))
        while !rest.isEmpty {
            let part = Array(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            var offset = 0
            while offset < part.count {
                let step = try reader.consume(part, from: &offset)
                if step != .incomplete { steps.append(step) }
            }
        }
        return steps
    }

    @Test(
        "Responses end where they end, however the bytes are cut",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", [(200, true)]),
            ("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n", [(500, true)]),
            (
                "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
                [(204, true), (304, true)]
            ),
            ("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nok", [(200, false)]),
            ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", [(200, false)]),
            ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", [(200, true)]),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", [(200, true)]),
            (
                "HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\n\r\n\r\n\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
                [(503, true)]
            ),
            ("HTTP/1.1 200\nContent-Length:3 \n\nabc", [(200, true)]),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", [(200, true)]),
            ("HTTP/1.1 200 OK\r\nConnection: Upgrade, CLOSE\r\nContent-Length: 2\r\n\r\nok", [(200, false)]),
            ("HTTP/1.1 200 OK\r\nX: a\r\n continued\r\nContent-Length: 2\r\n\r\nok", [(200, true)]),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n0\r\n\r\n",
                [(200, true)]
            ),
            ("HTTP/1.1 200 OK\r\nContent-Lengths: 9\r\nContent-Length: 0\r\n\r\n", [(200, true)]),
        ] as [(String, [(Int, Bool)])]
    )
    func complete(text: String, expected: [(Int, Bool)]) throws {
        let wanted = expected.map { ResponseReader.Step.complete(status: $0.0, keepsConnection: $0.1) }
        for chunk in [1, 2, 3, 7, 1000] {
            #expect(try steps(text, chunk: chunk) == wanted)
        }
    }

    @Test("The answer to HEAD has no body, whatever length it names")
    func head() throws {
        var reader = ResponseReader()
        reader.isWithoutBody = true
        var offset = 0
        let bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".utf8)
        #expect(try reader.consume(bytes, from: &offset) == .complete(status: 200, keepsConnection: true))
    }

    @Test("A coding that is not chunked last lasts until the connection ends")
    func coded() throws {
        #expect(
            try steps("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\nabc", chunk: 9).isEmpty
        )
    }

    @Test("A body without a length lasts until the connection ends")
    func untilClose() throws {
        var reader = ResponseReader()
        var offset = 0
        let bytes = Array("HTTP/1.1 200 OK\r\n\r\nabc".utf8)
        #expect(try reader.consume(bytes, from: &offset) == .incomplete)
        #expect(offset == bytes.count)
        #expect(reader.endsWithConnection && reader.currentStatus == 200)
    }

    @Test(
        "What is not HTTP is refused",
        arguments: [
            "SSH-2.0-x\r\n", "HTTP/2 200\r\n", "HTTP/1.1 xyz\r\n", "HTTP/1.1 999 ?\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 2000 x\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n",
            "HTTP/1.1 200 OK\r\n: nothing\r\n", "HTTP/1.x 200 OK\r\n", "http/1.1 200 OK\r\n", "HTTP/1.1  200 OK\r\n",
            "\r\nHTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
        ]
    )
    func refused(text: String) {
        #expect(throws: ResponseReader.Failure.self) { try steps(text, chunk: 1000) }
    }

    @Test("A head without an end is refused at its limit")
    func headLimit() {
        let text = "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 70_000)
        #expect(throws: ResponseReader.Failure.headTooLong) { try steps(text, chunk: 4096) }
    }

    @Test("No bytes make it trap")
    func random() {
        var random = SeededRandom(seed: 99)
        let alphabet = Array("HTP/1. 20\r\n:chunkedContent-Length5fF;".utf8)
        for _ in 0..<3_000 {
            var bytes = Array("HTTP/1.1 200 OK\r\n".utf8)
            for _ in 0..<Int.random(in: 0..<120, using: &random) {
                bytes.append(alphabet.randomElement(using: &random) ?? 0)
            }
            var reader = ResponseReader()
            var offset = 0
            while offset < bytes.count {
                let before = offset
                guard (try? reader.consume(bytes, from: &offset)) != nil else { break }
                #expect(offset > before)
            }
        }
    }
}
