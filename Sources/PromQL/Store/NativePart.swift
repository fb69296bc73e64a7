internal import PromModel

/// Some native histograms of one series that follow each other, as they are stored.
enum NativePart {
    /// Those at some places of a run.
    case sealed(SealedHistograms, Range<Int>)
    case open([SharedHistogram])

    var count: Int {
        switch self {
        case .sealed(_, let places): places.count
        case .open(let histograms): histograms.count
        }
    }

    /// The histograms, taken out of their columns.
    var histograms: [SharedHistogram] {
        switch self {
        case .sealed(let run, let places): Array(run.histograms()[places])
        case .open(let histograms): histograms
        }
    }

    /// Whether any of them may end the series.
    private var hasMarkers: Bool {
        switch self {
        case .sealed(let run, _): run.hasMarkers
        case .open(let histograms): histograms.contains(where: \.content.isStaleMarker)
        }
    }

    /// The same without those that end the series; nil if nothing is left.
    var withoutMarkers: NativePart? {
        guard hasMarkers else { return self }
        let kept = histograms.filter { !$0.content.isStaleMarker }
        return kept.isEmpty ? nil : .open(kept)
    }

    /// Which of them, by place, end the series.
    var markers: [Int] {
        guard hasMarkers else { return [] }
        let histograms = histograms
        return histograms.indices.filter { histograms[$0].content.isStaleMarker }
    }

    /// Hands on the places of those whose hint is another than that the counts went on.
    func forEachInterruption(_ body: (_ place: Int, _ hint: CounterResetHint) -> Void) {
        switch self {
        case .sealed(let run, let places):
            if run.common.hint == .notReset && run.otherHints.isEmpty { return }
            for place in places {
                let hint = run.otherHints[UInt8(place)] ?? run.common.hint
                if hint != .notReset { body(place - places.lowerBound, hint) }
            }
        case .open(let histograms):
            for place in histograms.indices where histograms[place].content.hint != .notReset {
                body(place, histograms[place].content.hint)
            }
        }
    }
}
