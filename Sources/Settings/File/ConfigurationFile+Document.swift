import Yams

extension ConfigurationFile {
    /// Composes the text; nil where there is nothing in it.
    static func document(_ text: String, _ place: FilePlace) throws(Failure) -> Node? {
        guard text.utf8.count <= sizeLimit else { throw place.tooLarge }
        guard isBounded(text) else {
            throw place.failure("too many aliases: written out, what they stand for would fill the memory")
        }
        do {
            // Without rules for kinds of scalars: each key here says itself what it takes.
            let root = try Yams.compose(yaml: text, .basic, .default, .utf8)
            guard let root, !SettingsMapping.isNull(root) else { return nil }
            return root
        } catch let error as YamlError {
            throw failure(error, place)
        } catch {
            throw place.failure("not YAML")
        }
    }

    /// The parser's own description is of no use: it quotes the line, and with it a secret.
    private static func failure(_ error: YamlError, _ place: FilePlace) -> Failure {
        switch error {
        case .composer(_, let problem, let mark, _) where problem.hasSuffix("another document"):
            return place.failure("a second document begins here: the file is to be one", at: mark)
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return place.failure("not YAML: \(problem)", at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().prefix(5).map { Suggestion.quoted($0) ?? "here" }.joined(separator: ", ")
            return place.failure("given twice, here for the first time: \(names)", at: context.mark)
        case .reader(let problem, let offset, _, let yaml):
            let lines = yaml.prefix(offset ?? 0).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let column = (lines.last?.count ?? 0) + 1
            return place.failure("not YAML: \(problem)", line: max(1, lines.count), column: column)
        default: return place.failure("not YAML")
        }
    }

    /// Whether a text stays small with all aliases written out.
    ///
    /// The parser hashes a mapping's keys whole, so that a few lines of aliases of aliases would keep it busy for
    /// years. Where aliases are spread over `depth` anchors, each standing for the one before, they multiply.
    private static func isBounded(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let anchors = names(after: UInt8(ascii: "&"), in: bytes)
        guard !anchors.isEmpty else { return true }
        let known = Set(anchors)
        let aliases = Double(names(after: UInt8(ascii: "*"), in: bytes).count { known.contains($0) })
        // A product of numbers with a given sum is largest where each of them is e
        let depth = max(1, min(Double(anchors.count), aliases / 2.718_281_828))
        var copies = Double(anchors.count)
        for _ in 0..<min(Int(depth.rounded(.up)), 64) { copies *= max(1, aliases / depth) }
        return copies * Double(bytes.count) < 0x1p24
    }

    /// The names that follow a mark, wherever it stands: in a text in quotes they do no harm.
    private static func names(after mark: UInt8, in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.indices.filter { bytes[$0] == mark }.map { index in
            bytes[(index + 1)...].prefix { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        }.filter { !$0.isEmpty }
    }
}
