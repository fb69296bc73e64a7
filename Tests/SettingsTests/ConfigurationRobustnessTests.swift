import Randomness
import Settings
import Testing

@Suite("Any bytes as a configuration file")
struct ConfigurationRobustnessTests {
    /// Reads, and where that works prints and reads again.
    private static func check(_ bytes: [UInt8]) {
        guard let configuration = try? ConfigurationFile.read(bytes, name: "c.yaml") else { return }
        let text = configuration.text
        let again = try? ConfigurationFile.read(text, name: "c.yaml")
        // A mutation can make a literal of a header's file, and that is not printed.
        let isComplete = !text.contains("its value is not printed")
        #expect(isComplete ? again == configuration : again != nil, "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test("Random bytes, and random pieces of YAML")
    func random() {
        var numbers = SeededRandom(seed: 1)
        let pieces = [
            "a", ": ", "- ", "\n", "  ", "{", "}", "[", "]", ", ", "&a ", "*a", "'", "\"", "? ", "#", "|", ">", "!",
            "---\n", "window", "limits", "sources", "prometheus", "h:1", "!!str ", "%", "\\", "<<", "~", "\t", "é",
        ]
        for _ in 0..<3000 {
            let count = Int.random(in: 0...60, using: &numbers)
            Self.check((0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) })
            Self.check((0..<count).flatMap { _ in Array((pieces.randomElement(using: &numbers) ?? "").utf8) })
        }
    }

    @Test("A good file with bytes changed, removed, doubled and moved")
    func mutations() {
        var numbers = SeededRandom(seed: 2)
        let good = Array(RightFileTests.everything.utf8)
        for _ in 0..<1500 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                guard !bytes.isEmpty else { break }
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                let end = min(bytes.count, place + Int.random(in: 1...20, using: &numbers))
                switch Int.random(in: 0...3, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: 9...126, using: &numbers)
                case 1: bytes.removeSubrange(place..<end)
                case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
                default: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...place, using: &numbers))
                }
            }
            Self.check(bytes)
        }
    }
}
