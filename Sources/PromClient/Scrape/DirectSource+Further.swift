package import GoldenSignals
package import PromModel

extension DirectSource {
    /// How the numbers of what is shown are asked for; nil before a profile fits.
    package var shownCatalog: SignalCatalog? { catalog }

    /// What was scraped, for further questions.
    package var furtherQuestions: EmbeddedQueryEngine { engine }

    /// The moment of the last scrapes; nil before the first.
    package var askedMoment: Timestamp? { lastTick }
}
