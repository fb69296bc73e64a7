import Conformance
import PromQL
import Testing

/// The command line of promconformance.
@Suite struct InvocationTests {
    @Test(
        "Subject, version and files",
        arguments: [
            (["a.test"], "promql", .closed, ["a.test"]), (["promql", "a", "b"], "promql", .closed, ["a", "b"]),
            (["scrape", "--semantics", "3", "a"], "scrape", .leftOpen, ["a"]),
            (["a", "--semantics=2", "b"], "promql", .closed, ["a", "b"]),
            (["differential", "a.om"], "differential", .closed, ["a.om"]),
            (["--semantics", "3", "--", "-a", "scrape"], "promql", .leftOpen, ["-a", "scrape"]),
        ] as [([String], String, PromQLEngine.WindowSemantics, [String])]
    )
    func read(
        words: [String],
        subject: String,
        semantics: PromQLEngine.WindowSemantics,
        files: [String]
    ) throws {
        let invocation = try Invocation(words)
        #expect(invocation.subject.rawValue == subject)
        #expect(invocation.semantics == semantics)
        #expect(invocation.files == files)
        #expect(!invocation.isReport && !invocation.isHelp)
    }

    @Test("A report and help are asked for by options")
    func options() throws {
        #expect(try Invocation(["--report", "a"]).isReport)
        #expect(try Invocation(["scrape", "--help"]).isHelp)
        #expect(try Invocation(["differential", "--semantics", "2.53", "a"]).hasLateCorrections == true)
        #expect(try Invocation(["differential", "--semantics=2", "a"]).hasLateCorrections == nil)
        #expect(try Invocation(["--semantics=3", "a"]).hasNewestCorrections)
        #expect(try !Invocation(["--semantics=3.5", "a"]).hasNewestCorrections)
        #expect(try Invocation(["a"]).features == .all)
        #expect(try Invocation(["--promql-features=none", "a"]).features == [])
        #expect(
            try Invocation(["--promql-features", "promql-duration-expr,promql-binop-fill-modifiers", "a"]).features
                == [.durationExpressions, .fillModifiers]
        )
    }

    @Test(
        "What cannot be understood is refused with its reason",
        arguments: [
            ([], "no file named"), (["scrape"], "no file named"), (["--frob", "a"], "unknown option --frob"),
            (["differential", "a", "b"], "one page at a time"),
            (["a", "--semantics"], "--semantics takes 2, 2.53, 3.5 or 3"),
            (["--semantics=4", "a"], "--semantics takes 2, 2.53, 3.5 or 3"),
            (["scrape", "--semantics=2.53", "a"], "--semantics takes 2 or 3"),
            (["scrape", "--semantics=3.5", "a"], "--semantics takes 2 or 3"),
            (["scrape", "--promql-features=none", "a"], "scrape takes no --promql-features"),
            (
                ["a", "--promql-features", "promql-duration-expr,more"],
                """
                --promql-features takes all, none, or some of promql-experimental-functions, promql-duration-expr, \
                promql-extended-range-selectors, promql-binop-fill-modifiers
                """
            ),
        ] as [([String], String)]
    )
    func refused(words: [String], reason: String) {
        do {
            let invocation = try Invocation(words)
            Issue.record("read as \(invocation)")
        } catch {
            #expect(error.reason == reason)
        }
    }
}
