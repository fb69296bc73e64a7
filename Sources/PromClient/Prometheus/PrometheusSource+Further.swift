package import GoldenSignals
package import PromModel

extension PrometheusSource {
    /// How the numbers of the service on the screen are asked for; nil before one is chosen.
    package var shownCatalog: SignalCatalog? { selection?.catalog }

    /// The newest moment at which everything has its samples: the server's now, less how late it shows them.
    package var askedMoment: Timestamp { serverNow - (selection?.delay ?? .zero) }

    /// The server for further questions, in the dialect that it was found to speak.
    package var furtherQuestions: PrometheusEngine { PrometheusEngine(api) }
}
