import GoldenSignals
import TerminalUI

extension DashboardUpdate {
    /// The wheel moves as the arrows do; a click chooses a row of the services, and opens the one that is chosen.
    static func take(_ mouse: MouseEvent, _ size: TerminalSize, _ state: inout DashboardState) -> [DashboardEffect] {
        state.follow.isOn = false
        switch mouse.kind {
        case .wheelUp: return press(.up, &state)
        case .wheelDown: return press(.down, &state)
        case .press:
            guard case .services(let selected) = state.overlay,
                let row = DashboardView.serviceRow(at: mouse, state, size: size)
            else { return [] }
            let services = state.listedServices
            guard services.indices.contains(row) else { return [] }
            if row == selected { return open(services, selected, &state) }
            state.overlay = .services(selected: row)
            return []
        }
    }
}
