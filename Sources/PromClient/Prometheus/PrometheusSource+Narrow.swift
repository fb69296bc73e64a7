package import PromModel

extension PrometheusSource {
    /// Shows one part of the service's traffic from the next poll on, which comes at once; all of it without labels.
    package func narrow(to part: Labels) async {
        guard let chosen = selection, part != narrowing else { return }
        narrowing = part
        await choose(chosen.match, reason: chosen.reason)
    }
}
