import Diagnosis
import GoldenSignals
import PromModel
import TerminalUI

// What is told in row 3 and raises no verdict.
extension DashboardView {
    /// A process that starts anew again and again, where row 2 says something else.
    var loopTexts: [String] {
        guard let loop = source.crashLoop else { return [] }
        if case .crashLoop = verdict, source.health == .live {
            // The row above has no room for which one it is.
            return isNarrow ? ["\(loop.instance) since \(clock(loop.since))", loop.instance] : []
        }
        let times = "\(loop.count) restarts in \(TimeText.span(now - loop.first))"
        return ["\(times) of \(loop.instance)", times]
    }

    /// A route that is far beyond its own past, where nothing else names it.
    var routeTexts: [String] {
        guard let route = source.routes.departure else { return [] }
        if case .breach(let breach) = verdict, breach.limit.signal == route.signal { return [] }
        let (value, before) = (
            NumberText.signal(route.signal, route.value), NumberText.signal(route.signal, route.before)
        )
        let what = "\(route.name) \(route.signal.label) \(value), was \(before)"
        return [
            "\(what) (\(percent(route.shareOfTraffic)) of the traffic)", what,
            "\(route.name) \(route.signal.label) \(value)",
        ]
    }

    /// Whether most of what fails got no answer: no route is known of that, and whoever has the rest explains nothing.
    func isMostlyUnanswered(_ snapshot: SignalSnapshot) -> Bool {
        guard let cut = snapshot.unanswered, let failing = snapshot.errorsPerSecond else { return false }
        return cut * 2 > failing && cut > 0
    }

    /// Requests that ended without an answer: no status tells them from others, and no expression of the failures.
    var unansweredTexts: [String] {
        guard let rate = source.snapshot?.unanswered, rate > 0 else { return [] }
        let number = NumberText.signal(.requestRate, rate)
        return ["\(number) end without an answer, counted as failures", "\(number) without an answer"]
    }

    /// An instance that is left out by whoever distributes the requests.
    var instanceTexts: [String] {
        guard let left = source.instances.departure else { return [] }
        let names = [left.name] + left.others
        let rest = names.count > 2 ? ["\(names.count - 1) more"] : left.others
        let all = ([left.name] + rest).joined(separator: " and ")
        let name = left.place.map { "\($0.name) \($0.value)" } ?? all
        let isOne = left.place != nil || names.count == 1
        return leftTexts(name, isOne: isOne, since: left.since, before: left.shareBefore, now: left.shareNow)
    }

    /// A route that nobody reaches any more, where the row above does not tell what is missing.
    var stopTexts: [String] {
        guard let stop = source.routeStops.stop else { return [] }
        if case .traffic = verdict, attributionTexts != nil { return [] }
        return leftTexts(stop.name, isOne: true, since: stop.since, before: stop.shareBefore, now: stop.shareNow)
    }

    /// What gets hardly anything of the requests any more, in ever fewer words.
    private func leftTexts(
        _ name: String,
        isOne: Bool,
        since: Timestamp,
        before: Double,
        now share: Double
    ) -> [String] {
        let span = TimeText.span(max(.zero, now - since))
        let what = share == 0 ? "no requests" : "\(percent(share)) of the requests"
        return [
            "\(name) \(isOne ? "gets" : "get") \(what) for \(span), had \(percent(before))",
            "\(name): \(what) for \(span)", "\(name): \(what)",
        ]
    }

    /// What grows and grows, with the time that is left where a limit is known.
    var growthTexts: [String] {
        guard let growth = source.growth.growth else { return [] }
        let (now, before) = (amount(growth.now, of: growth), amount(growth.before, of: growth))
        let span = TimeText.span(growth.length)
        let left = timeLeft(growth).map { ", full in \(TimeText.span($0))" } ?? ""
        let times = NumberText.fixed(growth.now / growth.before, growth.now / growth.before < 9.95 ? 1 : 0)
        return [
            "\(growth.resource.rawValue) of \(growth.instance) grows: \(now), was \(before) \(span) ago\(left)",
            "\(growth.resource.rawValue) \(times) times in \(span)\(left)",
            "\(growth.resource.rawValue) \(times) times\(left)",
            "\(growth.resource.rawValue) grows\(left)",
        ]
    }

    private func amount(_ value: Double, of growth: Growth) -> String {
        guard growth.resource == .memory else { return NumberText.count(value) }
        let mebibytes = value / 1_048_576
        return mebibytes < 1024
            ? "\(NumberText.fixed(mebibytes, 0)) MiB" : "\(NumberText.fixed(mebibytes / 1024, 1)) GiB"
    }

    /// Until it is full, where what is fullest of the service is just this.
    private func timeLeft(_ growth: Growth) -> Duration? {
        guard let snapshot = source.snapshot, let share = snapshot[.saturation].value, share > 0,
            snapshot[.saturation].detail?.hasSuffix(growth.resource.rawValue) == true
        else { return nil }
        return growth.time(to: growth.now / share)
    }
}
