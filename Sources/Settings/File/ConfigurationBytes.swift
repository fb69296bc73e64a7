/// The content of a configuration file.
enum ConfigurationBytes {
    /// Reads a file, a little more than allowed at most; nil where an absent file is fine.
    static func read(
        _ path: String,
        mayBeAbsent: Bool,
        called title: String = "the configuration file"
    ) throws(ConfigurationFile.Failure) -> [UInt8]? {
        do throws(FileBytes.Failure) {
            return try FileBytes.read(path, limit: ConfigurationFile.sizeLimit)
        } catch {
            if mayBeAbsent, error.isAbsence { return nil }
            throw ConfigurationFile.Failure(description: "cannot read \(title) '\(path)': \(error)")
        }
    }
}
