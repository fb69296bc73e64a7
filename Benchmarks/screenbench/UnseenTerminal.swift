internal import Foundation
import NCursesTerminal

/// A pseudo-terminal whose output is read and thrown away, and the real screen on it.
struct UnseenTerminal {
    let screen: NCursesTerminal

    init?(columns: Int, rows: Int) {
        var (person, terminal): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&person, &terminal, nil, nil, &size) == 0 else { return nil }
        let reader = person
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while read(reader, &bytes, bytes.count) > 0 {}
        }
        let options = NCursesTerminal.Options(termName: "xterm-256color", input: terminal, output: terminal)
        guard let opened = try? NCursesTerminal.open(options) else { return nil }
        screen = opened
    }
}

/// What the process holds in memory, in KiB; nil where the system does not tell.
struct ProcessMemory {
    let resident: Int
    let anonymous: Int

    static func now() -> ProcessMemory? {
        guard let status = FileManager.default.contents(atPath: "/proc/self/status") else { return nil }
        var found: [Substring: Int] = [:]
        for line in String(decoding: status, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(whereSeparator: { ":\t ".contains($0) })
            if parts.count >= 2 { found[parts[0]] = Int(parts[1]) }
        }
        guard let resident = found["VmRSS"], let anonymous = found["RssAnon"] else { return nil }
        return ProcessMemory(resident: resident, anonymous: anonymous)
    }
}
