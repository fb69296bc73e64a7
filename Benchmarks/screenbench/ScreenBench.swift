internal import CProcess
internal import Foundation

/// Parts of the screen measured by themselves; `Scripts/bench/screen` runs them and prints one table.
@main
enum ScreenBench {
    private static let usage = """
        usage: screenbench frame [--frames N]
               screenbench soak [--polls N] [--services N]
               screenbench storm DESCRIPTOR
               screenbench recording FILE [--megabytes N] [--polls N] [--services N] [--step SECONDS]

          frame   times one frame of an incident, from the state to the cells
          soak    feeds polls of 24 h under a manual clock to a screen on a terminal that nobody sees; prints memory
          storm   a screen under synthetic load on this terminal. A byte on the open descriptor: f freezes it, d has
                  it write its last frame there (a line of columns, rows and bytes, then its rows), g lets it go on, q
                  ends it
          recording  writes a recording of made-up polls, to be replayed

        """

    static func main() async {
        cprocess_share_heap()
        var arguments = CommandLine.arguments.dropFirst()
        let part = arguments.popFirst()
        switch part {
        case "frame":
            let frames = number(after: "--frames", in: &arguments, or: 2000)
            finish(arguments)
            FrameBench.run(frames: frames)
        case "soak":
            let polls = number(after: "--polls", in: &arguments, or: 5760)
            let services = number(after: "--services", in: &arguments, or: 50)
            finish(arguments)
            SoakBench.run(polls: polls, services: services)
        case "storm":
            guard let descriptor = arguments.popFirst().flatMap({ Int32($0) }) else { fail(usage) }
            finish(arguments)
            exit(await StormBench.run(descriptor: descriptor))
        case "recording":
            let length = RecordingBench.Length(
                megabytes: number(after: "--megabytes", in: &arguments, or: 100),
                polls: number(after: "--polls", in: &arguments, or: .max)
            )
            let services = number(after: "--services", in: &arguments, or: 50)
            let step = number(after: "--step", in: &arguments, or: 15)
            guard let path = arguments.popFirst() else { fail(usage) }
            finish(arguments)
            RecordingBench.run(to: path, length, services: services, step: .seconds(step))
        case "--help", "-h": print(usage, terminator: "")
        default: fail(usage)
        }
    }

    static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data(message.utf8))
        exit(2)
    }

    private static func number(after name: String, in arguments: inout ArraySlice<String>, or usual: Int) -> Int {
        guard let index = arguments.firstIndex(of: name), index + 1 < arguments.endIndex else { return usual }
        guard let number = Int(arguments[index + 1]), number > 0 else { fail("\(name) takes a number\n") }
        arguments.removeSubrange(index...index + 1)
        return number
    }

    private static func finish(_ arguments: ArraySlice<String>) {
        if !arguments.isEmpty { fail("unknown: \(arguments.joined(separator: " "))\n\(usage)") }
    }
}
