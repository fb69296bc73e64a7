import PromModel

/// Since when nothing on a page has moved: a page that is written anew now and then stands still in between, and says
/// nothing of what came since.
struct PageStillness: Sendable {
    /// A page may have a hundred thousand samples: the first of them say as much as all.
    private static let mostSamples = 5000
    private var values: Int?
    /// When the page was first seen as it is; nil before the first.
    private(set) var since: Timestamp?
    /// How often it was seen so.
    private(set) var count = 0

    /// Takes a page that was scraped at a moment.
    mutating func observe(_ page: Exposition, at moment: Timestamp) {
        var hasher = Hasher()
        for sample in page.samples.prefix(Self.mostSamples) { hasher.combine(sample.value.bitPattern) }
        let now = hasher.finalize()
        if now != values { (values, since, count) = (now, moment, 0) }
        count += 1
    }

    /// How long nothing has moved at a moment; nil where something has, or it was looked at too seldom to say.
    func length(at moment: Timestamp) -> Duration? {
        guard count > 2, let since else { return nil }
        return moment - since
    }
}
