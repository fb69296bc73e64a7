import Dashboard
import GoldenSignals
import PromModel
import TerminalUI

/// Screens that look back.
enum CursorScene {
    /// The demo in trouble, so many columns back.
    static func back(_ columns: Int, size: TerminalSize = TerminalSize(columns: 120, rows: 40)) -> Scene {
        var scene = Scene.trouble()
        scene.send(.resized(size))
        for _ in 0..<columns { scene.send(.key(.left)) }
        return scene
    }

    /// A Prometheus that failed for a minute, from second 195 on.
    static func prometheus() -> Scene {
        var scene = Scene.watching { (195..<255).contains($0) ? 0.2 : 0 }
        scene.send(.resized(TerminalSize(columns: 120, rows: 40)))
        return scene
    }

    /// The same looked back at by one column, at a moment of which no poll tells.
    static func unpolled() -> Scene {
        var scene = prometheus()
        scene.send(.key(.left))
        scene.state.live.moments = MomentLog()
        return scene
    }
}
