import Foundation
import Testing

/// A real program in the version that the tests run it in: the machine's own, or one that the set-up fetched beside it.
///
/// The newest is taken where nobody asks for another; `SRETOP_PROGRAMS` (`prometheus=2.53.3,alertmanager=own`) says
/// which over everything else. The parts' runner goes by the same rules.
struct RealProgram {
    /// The version on PATH or among the machine's own packages.
    static let own = "own"

    /// What it is called, together with what comes with it.
    let family: String
    /// Its version, or `own`.
    let version: String
    /// The folders that its programs may be in.
    let folders: [String]

    /// The family's program in the wanted version, or the newest.
    init(_ family: String, version wanted: String? = nil) {
        let fetched = Self.fetched(family)
        self.family = family
        let version = wanted ?? Self.wanted[family] ?? fetched.last ?? Self.own
        self.version = version
        folders = version == Self.own ? Self.ownFolders : ["\(Self.tools)/\(family)-\(version)/usr/bin"]
    }

    /// Every version that there is, the machine's own first and then by number; one alone where that was asked for.
    static func versions(of family: String, called names: String...) -> [RealProgram] {
        let wanted = wanted[family].map { [$0] } ?? [own] + fetched(family)
        return wanted.map { RealProgram(family, version: $0) }.filter { program in
            names.allSatisfy { program.path($0) != nil }
        }
    }

    /// The path of a program of the family, by the first of these names that is there.
    func path(_ names: String...) -> String? {
        names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The first two numbers of what a program of the family says is its version.
    func release(_ name: String) -> (major: Int, minor: Int)? {
        guard let path = path(name), let said = try? Programs.run(path, ["--version"]).output,
            let found = said.firstMatch(of: /version (\d+)\.(\d+)/), let major = Int(found.output.1),
            let minor = Int(found.output.2)
        else { return nil }
        return (major, minor)
    }

    private static let tools = ProjectFiles.root.appendingPathComponent(".build/tools").path

    private static let ownFolders: [String] = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init) + ["\(tools)/usr/bin"]
    }()

    private static let wanted: [String: String] = {
        let text = ProcessInfo.processInfo.environment["SRETOP_PROGRAMS"] ?? ""
        let pairs = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    }()

    /// The versions in the tools' folder, the newest last.
    private static func fetched(_ family: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: tools)) ?? []
        return names.filter { $0.hasPrefix("\(family)-") }.map { String($0.dropFirst(family.count + 1)) }
            .filter { $0.first?.isNumber == true }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    }
}

extension RealProgram: CustomTestStringConvertible {
    var testDescription: String { "\(family) \(version)" }
}
