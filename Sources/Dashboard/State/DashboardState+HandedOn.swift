extension DashboardState {
    /// What is shown as others read it elsewhere: without what was said in passing, what lies over the screen, and what
    /// keys would do here.
    ///
    /// A pause tells how it is now in the place of who explains what is shown: it is handed on as it was then.
    var handedOn: DashboardState {
        var state = self
        (state.notice, state.overlay, state.chaos, state.hasKeys) = (nil, .none, nil, false)
        guard let pausedAt, cursor == nil else { return state }
        state.live = held
        state.settings = frozenSettings ?? settings
        state.servicesList = frozenServices ?? servicesList
        state.now = pausedAt
        (state.frozen, state.frozenSettings, state.frozenServices, state.pausedAt) = (nil, nil, nil, nil)
        return state
    }
}
