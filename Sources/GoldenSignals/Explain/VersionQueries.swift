import PromModel

/// Finds out which version of itself each process runs, by the usual `*_build_info` metrics.
package enum VersionQueries {
    /// Says which such metrics there are.
    package static let discovery = "count by (__name__) ({__name__=~\".+_build_info\"})"

    /// Metrics of the platform below the service: a new compiler is no deploy.
    private static let platforms: Set<String> = ["go_build_info", "python_build_info", "jvm_build_info"]

    /// The labels that name a version, the clearest first.
    private static let versionLabels = ["version", "tag", "image_tag", "build"]
    private static let commitLabels = ["revision", "commit", "git_commit", "git_sha", "sha", "vcs_revision"]

    /// The metrics among the answer of `discovery` that tell a service's version.
    package static func metrics(from answer: [InstantValue]) -> [String] {
        answer.map { $0.labels[Labels.metricNameLabel] }
            .filter { !$0.isEmpty && !platforms.contains($0) }
            .sorted()
    }

    /// Every process of some targets with the labels of its version; nil where no metric tells.
    package static func expression(_ metrics: [String], targetSelector: String) -> String? {
        guard !metrics.isEmpty else { return nil }
        // Names are made of letters, digits, `_` and `:` where the exposition's oldest format still holds.
        let plain = metrics.filter { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_:".contains($0)) } }
        guard !plain.isEmpty else { return nil }
        let selector = targetSelector.isEmpty ? "" : ",\(targetSelector)"
        return "{__name__=~\"\(plain.prefix(20).joined(separator: "|"))\"\(selector)}"
    }

    /// Each process's version by its instance, as short as it tells two apart: `d3f9`, `2.42.0`, `1.4@8a1c2f3`.
    package static func versions(from answer: [InstantValue]) -> [String: String] {
        var versions: [String: String] = [:]
        // Several metrics may tell; a source may give them in any order, and the change would look like a deploy.
        for value in answer.sorted(by: { $0.labels < $1.labels }) where value.value > 0 {
            let instance = value.labels["instance"]
            guard versions[instance] == nil, let version = version(of: value.labels) else { continue }
            versions[instance] = version
        }
        return versions
    }

    private static func version(of labels: Labels) -> String? {
        let known = { (names: [String]) in names.map { labels[$0] }.first { !$0.isEmpty && $0 != "unknown" } }
        switch (known(versionLabels), known(commitLabels)) {
        case (let version?, let commit?): return "\(version)@\(commit.prefix(7))"
        case (let version?, nil): return version
        case (nil, let commit?): return String(commit.prefix(12))
        case (nil, nil): return nil
        }
    }
}
