/// What a server says it was built from.
///
/// Versions alone do not tell programs apart: some answer with that of the Prometheus they imitate.
package struct BuildInfo: Sendable, Equatable {
    /// The version, such as `2.42.0`.
    package private(set) var version = ""
    /// The program's name; empty where it is a Prometheus, which does not say.
    package private(set) var application = ""
    /// The commit.
    package private(set) var revision = ""
    /// The version of Go.
    package private(set) var goVersion = ""

    /// Memberwise.
    package init(version: String = "", application: String = "", revision: String = "", goVersion: String = "") {
        self.version = version
        self.application = application
        self.revision = revision
        self.goVersion = goVersion
    }

    /// Reads the data of an answer.
    static func read(_ reader: inout JSONReader) throws(JSONFault) -> BuildInfo {
        var info = BuildInfo()
        guard try reader.enterObject() else { return info }
        while let key = try reader.nextKey() {
            switch key {
            case "version": info.version = try word(&reader)
            case "application": info.application = try word(&reader)
            case "revision": info.revision = try word(&reader)
            case "goVersion": info.goVersion = try word(&reader)
            default: try reader.skip()
            }
        }
        return info
    }

    private static func word(_ reader: inout JSONReader) throws(JSONFault) -> String {
        PrintableExcerpt.of(try reader.stringIfAny() ?? "", atMost: 40)
    }
}
