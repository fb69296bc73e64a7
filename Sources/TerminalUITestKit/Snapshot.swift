import Foundation
package import TerminalUI

/// Compares a screen with the one kept in `Snapshots/NAME.txt` beside the test; `nil` if they are equal.
///
/// ```swift
/// #expect(snapshotFailure(of: frame, named: "overview-80x24") == nil)
/// ```
/// Without the file, or with `RECORD_SNAPSHOTS=1` in the environment, the screen is written there and the answer is a
/// failure all the same: what was recorded has to be looked at. It returns text rather than recording an issue
/// because the Testing library does not exist in builds with the static standard library, in which this target
/// is built too.
package func snapshotFailure(of frame: Frame, named name: String, file: StaticString = #filePath) -> String? {
    compare(SnapshotText.text(of: frame), name, file)
}

/// Compares a buffer with the one kept in `Snapshots/NAME.txt` beside the test; `nil` if they are equal.
package func snapshotFailure(of buffer: Buffer, named name: String, file: StaticString = #filePath) -> String? {
    compare(SnapshotText.text(of: buffer), name, file)
}

private func compare(_ actual: String, _ name: String, _ file: StaticString) -> String? {
    let folder = URL(fileURLWithPath: "\(file)").deletingLastPathComponent().appendingPathComponent("Snapshots")
    let path = folder.appendingPathComponent(name + ".txt")
    let record = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    if !record, let data = try? Data(contentsOf: path) {
        let expected = String(decoding: data, as: UTF8.self)
        guard expected != actual else { return nil }
        return "\(name) differs:\n" + SnapshotText.difference(expected: expected, actual: actual)
    }
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: path)
    } catch {
        return "\(name) could not be recorded: \(error)"
    }
    return "\(name) was recorded in \(path.path); look at it and run again"
}
