/// Which sretop this is.
enum ProgramVersion {
    /// As `--version` prints it and as requests name it.
    static let text = "0.1.0"
}
