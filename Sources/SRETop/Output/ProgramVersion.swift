import CProcess

/// Which sretop this is.
enum ProgramVersion {
    /// As requests name it.
    static let text = "0.1.0"

    /// With what the build is of, where that is known: `0.1.0 (a1b2c3d, 2026-01-31)`.
    static let long: String = {
        let build = String(cString: cprocess_build())
        return build.isEmpty ? text : "\(text) (\(build))"
    }()
}
