import PromModel
import PromQL
import Testing

/// Inputs that promfuzz found, and what they have to come to.
@Suite struct FuzzFindingTests {
    @Test("What is nested is evaluated once, however deep", arguments: ["x ^ ", "1 - ", "x or "])
    func nestedNegations(link: String) throws {
        // Each evaluation of an operand twice would double the time.
        let query = String(repeating: "-\(link)", count: 60) + "x"
        let store = try Fixture.store(["x": [2]])
        for semantics in [PromQLEngine.WindowSemantics.closed, .leftOpen] {
            #expect(try Fixture.ask(query, at: 0, in: store, semantics).count == 1)
        }
    }

    @Test("A printed expression is read as the same one", arguments: ["Inf ^ 2", "2 * Inf ^ -1", "x ^ Inf ^ 2 + Inf"])
    func printed(text: String) throws {
        let expression = try PromQLParser.parse(text)
        #expect(try PromQLParser.parse(expression.description) == expression)
    }
}
