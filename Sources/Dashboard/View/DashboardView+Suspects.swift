import Diagnosis
import GoldenSignals
import PromModel

extension DashboardView {
    /// Who explains the breach on the screen, in ever fewer words; nil where nobody counted the parts of the traffic.
    var attributionTexts: [String]? {
        guard let limit = verdict.brokenLimit, let explanation = source.explanation, explanation.isAbout(limit) else {
            return nil
        }
        if limit.signal == .saturation { return resourceTexts(explanation) }
        if case .traffic(let change) = verdict { return trafficTexts(explanation, change) }
        let bad = explanation.refusal ?? (explanation.signal == .errorShare ? "5xx" : "slow requests")
        let what = explanation.since == nil ? "of \(bad)" : "of the new \(bad)"
        switch explanation.attribution {
        case .suspect(let suspect): return texts(suspect, what)
        case .everywhere where explanation.peer != nil, .tooFew where explanation.peer != nil:
            return explanation.peer.map { peerTexts($0, bad) } ?? []
        case .everywhere(let nearest):
            // Where there is but one part, it has all of the failures and all of the traffic: that is said.
            guard let nearest else { return source.snapshot?.breakdown?.rows.count == 1 ? nil : [Self.alike] }
            return alikeTexts(name(nearest), what, nearest.shareOfNew, of: nearest.shareOfTraffic)
        case .tooFew(let bad):
            let nearest = explanation.suspects.first
            return fewTexts(
                bad,
                nearest.map { (name: name($0), share: $0.shareOfNew) },
                isSpread: nearest.map { !$0.standsOut } ?? true
            )
        case .nothingNew: return [nothingNewText(explanation)]
        }
    }

    /// None is worse than it was, in the words of what is bad.
    private func nothingNewText(_ explanation: Explanation) -> String {
        if explanation.refusal != nil { return "no part is refused more than before" }
        return explanation.signal == .errorShare ? "no part fails more than before" : "no part is slower than before"
    }

    /// Of fewer than these nobody says that they are on one part.
    private static let leastOfAll = 0.8

    /// So few are bad that nobody can be named; a part that has nearly all of them may have them by chance.
    func fewTexts(_ bad: Double, _ nearest: (name: String, share: Double)?, isSpread: Bool) -> [String] {
        let text = "cannot tell who: n=\(wholeCount(bad))"
        if isSpread { return ["\(text) spread over the traffic", text] }
        guard let part = nearest, part.share >= Self.leastOfAll else { return [text] }
        let share = part.share < 1 ? percent(part.share) : "all"
        return ["\(text), \(share) on \(part.name)", text]
    }

    private static let alike = "everywhere alike"

    /// No part stands out: the one that comes nearest, in ever fewer words.
    func alikeTexts(_ name: String, _ what: String, _ share: Double, of traffic: Double) -> [String] {
        let (new, traffic) = (percent(share), percent(traffic))
        return [
            "\(Self.alike): at most \(new) \(what) on \(name), which has \(traffic) of the traffic",
            "\(Self.alike) (\(name) \(new), traffic \(traffic))", Self.alike,
        ]
    }

    /// The part of the traffic that is missing, or that is new.
    private func trafficTexts(_ explanation: Explanation, _ change: TrafficChange) -> [String]? {
        let what = change.kind == .rose ? "of what came in addition" : "of what is missing"
        switch explanation.attribution {
        case .suspect(let suspect):
            let (new, traffic) = (percent(suspect.shareOfNew), percent(suspect.shareOfTraffic))
            let name = name(suspect)
            return [
                "\(new) \(what) on \(name), which had \(traffic) of the traffic",
                "\(new) \(what) on \(name) (had \(traffic))", "\(new) \(what) on \(name)", "\(new) on \(name)",
                "\(new) \(name)",
            ]
        case .everywhere:
            return ["\(Self.alike): each part \(change.kind == .rose ? "rose" : "fell")", Self.alike]
        case .tooFew, .nothingNew: return nil
        }
    }

    /// The fullest resource, and whose it is.
    private func resourceTexts(_ explanation: Explanation) -> [String]? {
        guard case .suspect(let suspect) = explanation.attribution, let first = suspect.parts.first else { return nil }
        let (resource, instance) = (first["resource"], first["instance"])
        let full = "\(resource) \(percent(suspect.bad)) full"
        let more = suspect.parts.count - 1
        let place = instance.isEmpty ? "" : " on \(instance)\(more > 0 ? " and \(more) more" : "")"
        let others = explanation.suspects.dropFirst().compactMap { $0.parts.first?["resource"] }
        let rest = others.isEmpty ? "" : ", also \(others.joined(separator: ", "))"
        return ["\(full)\(place)\(rest)", "\(full)\(place)", "\(resource)\(place)"]
    }

    private func texts(_ suspect: Suspect, _ what: String) -> [String] {
        let (new, traffic) = (percent(suspect.shareOfNew), percent(suspect.shareOfTraffic))
        let name = name(suspect)
        return [
            "\(new) \(what) on \(name), which \(suspect.parts.count > 1 ? "have" : "has") \(traffic) of the traffic",
            "\(new) \(what) on \(name) (\(traffic) of the traffic)", "\(new) \(what) on \(name)", "\(new) on \(name)",
            "\(new) \(name)",
        ]
    }

    /// One instance that departs from the others, although all routes are hit alike.
    private func peerTexts(_ peer: DepartingPeer, _ bad: String) -> [String] {
        let (share, median) = (percent(peer.share), percent(peer.median))
        return [
            "\(peer.instance) departs from its \(peer.count) peers: \(share) \(bad), theirs \(median)",
            "\(peer.instance) \(share) \(bad), \(peer.count) peers \(median)",
            "\(peer.instance) \(share), peers \(median)",
        ]
    }

    /// Several parts of one label in a row, as many of them as say something.
    func name(_ suspect: Suspect) -> String {
        let most = 3
        let names = suspect.parts.map { text($0, suspect.labelNames) }
        guard names.count > 1 else { return names.first ?? "" }
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }

    /// `POST /pay on web-1`, `version 1.5.0`: what names itself stands without its label.
    private func text(_ labels: Labels, _ names: [String]) -> String {
        let places: Set<String> = ["instance", "pod"]
        let plain: Set<String> = ["method", "route", "path", "handler", "uri", "endpoint", "url", "http_route"]
        func word(_ name: String) -> String {
            let value = labels[name].isEmpty ? "(none)" : labels[name]
            let isPlain = plain.contains(name) || places.contains(name) || value.hasPrefix("/")
            return isPlain || value.first?.isUppercase == true ? value : "\(name) \(value)"
        }
        // What is done comes before what it is done to.
        let methods: Set<String> = ["method", "verb", "http_method", "http_request_method", "request_method"]
        let ordered = names.filter { methods.contains($0) } + names.filter { !methods.contains($0) }
        let what = ordered.filter { !places.contains($0) }.map(word).joined(separator: " ")
        let place = names.filter { places.contains($0) }.map(word).joined(separator: " ")
        return [what, place].filter { !$0.isEmpty }.joined(separator: " on ")
    }
}
