import Foundation
import Testing

/// A schema of docs/schemas, and the validator that judges documents by it.
enum JSONSchema {
    /// Judges a document, or several with a line each, by PyPI's jsonschema.
    ///
    /// Ends the test, with the reason, where that is not installed.
    static func expect(
        _ text: String,
        matches name: String,
        isLines: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator as Validator
            schema = json.load(open(sys.argv[1]))
            Validator.check_schema(schema)
            text = sys.stdin.read()
            documents = [json.loads(line) for line in text.splitlines()] if sys.argv[2] == "lines" else [json.loads(text)]
            assert documents, "there is no document"
            for document in documents:
                for error in Validator(schema).iter_errors(document):
                    print(error.json_path, error.message)
                    sys.exit(1)
            """
        let result = try ProjectFiles.run(
            ["python3", "-B", "-c", script, "docs/schemas/\(name).json", isLines ? "lines" : "one"],
            input: Data(text.utf8)
        )
        #expect(result.status == 0, "\(result.output)\n\(text)", sourceLocation: sourceLocation)
    }

    /// Whether the validator refuses a document: a schema that takes anything checks nothing.
    static func refuses(_ text: String, by name: String) throws -> Bool {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator as Validator
            sys.exit(0 if Validator(json.load(open(sys.argv[1]))).is_valid(json.load(sys.stdin)) else 1)
            """
        return try ProjectFiles.run(
            ["python3", "-B", "-c", script, "docs/schemas/\(name).json"],
            input: Data(text.utf8)
        ).status == 1
    }
}
