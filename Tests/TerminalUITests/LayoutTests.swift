import Randomness
import TerminalUI
import Testing

@Suite("Layout")
struct LayoutTests {
    @Test(
        "Fixed parts come first, shares take what is left by weight and within bounds",
        arguments: [
            (10, [.fixed(3), .share(), .fixed(2)], [3, 5, 2]),
            (10, [.share(), .share(), .share()], [4, 3, 3]),
            (10, [.share(2), .share(1)], [7, 3]),
            (10, [.share(max: 2), .share()], [2, 8]),
            (10, [.share(9), .share(min: 4)], [6, 4]),
            (10, [.share(min: 1, max: 2), .share(max: 3)], [2, 3]),
            (11, [.share(max: 3), .share(max: 3), .share()], [3, 3, 5]),
            (12, [.share(8, max: 5), .share(1, min: 4), .share()], [5, 4, 3]),
            (10, [.share(0, min: 2), .share()], [2, 8]),
            (10, [.share(0), .share(-4)], [0, 0]),
            (10, [.share(min: 6, max: 3), .share()], [6, 4]),
            (10, [.fixed(-3), .share()], [0, 10]),
            (10, [], []),
        ] as [(Int, [Rect.Part], [Int])]
    )
    func sizes(_ total: Int, _ parts: [Rect.Part], _ expected: [Int]) {
        #expect(Rect(x: 3, y: 4, width: 5, height: total).rows(parts).map(\.height) == expected)
        #expect(Rect(x: 3, y: 4, width: total, height: 5).columns(parts).map(\.width) == expected)
    }

    @Test(
        "With too little room the later parts are empty",
        arguments: [
            (0, [0, 0, 0]), (1, [1, 0, 0]), (3, [3, 0, 0]), (4, [3, 1, 0]), (6, [3, 2, 1]), (7, [3, 2, 2]),
            (9, [3, 4, 2]),
        ]
    )
    func scarce(_ total: Int, _ expected: [Int]) {
        let parts: [Rect.Part] = [.fixed(3), .share(min: 2), .fixed(2)]
        #expect(Rect(x: 0, y: 0, width: 1, height: total).rows(parts).map(\.height) == expected)
    }

    @Test("Parts lie one after another")
    func places() {
        let area = Rect(x: 2, y: 3, width: 9, height: 7)
        #expect(
            area.rows([.fixed(2), .share()]) == [
                Rect(x: 2, y: 3, width: 9, height: 2), Rect(x: 2, y: 5, width: 9, height: 5),
            ]
        )
        #expect(
            area.columns([.fixed(4), .share()]) == [
                Rect(x: 2, y: 3, width: 4, height: 7), Rect(x: 6, y: 3, width: 5, height: 7),
            ]
        )
    }

    @Test("No numbers trap, and parts never exceed the whole", arguments: [UInt64(1), 2, 3])
    func random(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let numbers = [Int.min, -1, 0, 1, 2, 3, 7, 40, 1000, Int.max]
        func number() -> Int { numbers.randomElement(using: &random) ?? 0 }
        for _ in 0..<2000 {
            let parts: [Rect.Part] = (0..<Int.random(in: 0...6, using: &random))
                .map { _ in
                    Bool.random(using: &random) ? .fixed(number()) : .share(number(), min: number(), max: number())
                }
            let area = Rect(x: -7, y: -9, width: number(), height: number())
            let rows = area.rows(parts)
            #expect(rows.count == parts.count)
            #expect(rows.reduce(0) { $0 + $1.height } <= area.height)
            #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.endY == $1.y })
            #expect(area.columns(parts).reduce(0) { $0 + $1.width } <= area.width)
            // What no part has, none could have taken.
            if parts.contains(where: isUnbounded), !rows.isEmpty { #expect(rows.last?.endY == area.endY) }
        }
    }

    private func isUnbounded(_ part: Rect.Part) -> Bool {
        guard case .share(let weight, _, let most) = part else { return false }
        return weight > 0 && most == .max
    }
}
