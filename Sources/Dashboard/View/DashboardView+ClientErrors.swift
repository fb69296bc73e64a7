import GoldenSignals

extension DashboardView {
    /// Requests that were refused for what the client sent, in ever fewer words; empty where there is nothing to tell.
    ///
    /// By name are those statuses that make up most of them.
    var clientErrorTexts: [String?] {
        // A few that come and go beside the limit of what is told are no news: the number stands beside OK%.
        guard let refused = source.clientErrors, refused.hasRisen || refused.refusals != nil else { return [] }
        let total = "\(refused.word) \(percent(refused.share))"
        let named = refused.statuses.prefix(2).filter { $0.share * 10 >= refused.share && $0.name != "4xx" }
        let names = named.map { "\($0.name) \(percent($0.share))" }.joined(separator: ", ")
        let was = refused.before.map { ", was \(NumberText.signal(.errorShare, $0))" } ?? ""
        guard let first = named.first else { return ["\(total) of the requests\(was)", total + was, total] }
        let isAll = named.count == 1 && first.share > 0.99 * refused.share
        let what = isAll ? "\(first.name) \(percent(first.share))" : "\(total): \(names)"
        return ["\(what) of the requests\(was)", what + was, isAll ? what : "\(total), \(first.name)", total]
    }
}
