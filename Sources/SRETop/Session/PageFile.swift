import PromClient
import PromModel
import Settings

/// A page of metrics in a file.
enum PageFile {
    /// Why a file is no page: where, and what is wrong.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a file, or standard input for `-`.
    ///
    /// It is OpenMetrics where it ends as that does, with `# EOF`; protocol buffers where it has bytes that no text has;
    /// else it is Prometheus's text.
    static func read(_ path: String) throws(Failure) -> Exposition {
        let name = path == "-" ? "standard input" : TextCharacters.harmless(path)
        let bytes: [UInt8]
        do throws(FileBytes.Failure) {
            bytes = try FileBytes.read(path)
        } catch {
            throw Failure(description: "cannot read \(name): \(error)")
        }
        let ending = bytes.reversed().drop { $0 == UInt8(ascii: "\n") }.prefix(5).reversed()
        let isText = bytes.allSatisfy { $0 >= 0x09 }
        let format: ExpositionFormat = ending.elementsEqual("# EOF".utf8) ? .openMetrics : isText ? .text : .protobuf
        let page = ExpositionParser.parse(bytes, format: format)
        if let problem = page.problems.first {
            if let language = PageKind.language(of: bytes) {
                throw Failure(description: "\(name) is \(language), not metrics: is it the right file?")
            }
            throw Failure(description: "\(name):\(problem)")
        }
        return page
    }
}
