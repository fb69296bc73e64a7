import ArgumentParser

extension ValidationError {
    /// A refusal with words of others in it: names and texts of files, paths, values.
    ///
    /// It is printed without further ado, so that what could act on the terminal has to be gone before.
    static func quoting(_ words: some CustomStringConvertible) -> ValidationError {
        ValidationError(TextCharacters.harmless(words.description))
    }
}
