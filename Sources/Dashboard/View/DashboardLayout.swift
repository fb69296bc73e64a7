package import TerminalUI

/// Where the zones of the screen are, by both of its dimensions.
///
/// ```
/// header, verdict, explanation      always, the explanation with 11 rows
/// numbers                           seven rows with sparklines, or seven cells in a strip above 112x30
/// charts                            one below another, or in a grid from 112 columns on
/// who, or chaos                     from 80x24 on
/// services, events                  with more room; alerts and targets beside them from 180 columns on
/// footer                            always
/// ```
package struct DashboardLayout: Equatable, Sendable {
    /// Below this the numbers have few columns.
    package static let wideColumns = 72
    /// From this on charts stand side by side.
    static let gridColumns = 112
    /// From this on a third chart, alerts and targets have room.
    static let hugeColumns = 180
    static let stripRows = 30
    private static let signals = 7

    /// Too few rows for zones.
    package let isTiny: Bool
    /// The numbers stand in a strip of cells.
    package private(set) var isStrip = false
    package private(set) var hasExplanation = false
    package private(set) var footer = Self.none
    package private(set) var numbers = Self.none
    /// How objectives are kept, in one line under the numbers.
    package private(set) var objectives = Self.none
    /// Everything between numbers and footer.
    package private(set) var below = Self.none
    package private(set) var charts = Self.none
    package private(set) var chartRows = 0
    package private(set) var chartColumns = 1
    package private(set) var who = Self.none
    package private(set) var chaos = Self.none
    package private(set) var services = Self.none
    package private(set) var alerts = Self.none
    package private(set) var targets = Self.none
    package private(set) var events = Self.none

    private static let none = Rect(x: 0, y: 0, width: 0, height: 0)

    /// The layout of a size, by what there is to show.
    package init(
        size: TerminalSize,
        hasChaos: Bool,
        hasObjectives: Bool = false,
        serviceCount: Int,
        whoCount: Int,
        eventCount: Int = .max
    ) {
        isTiny = size.rows < 10
        guard !isTiny else { return }
        var area = Rect(size)
        (footer, area) = area.splitBottom(1)
        let isWide = size.columns >= Self.wideColumns
        isStrip = size.columns >= Self.gridColumns && size.rows >= Self.stripRows
        hasExplanation = area.height > Self.signals + 2
        area = area.splitTop(hasExplanation ? 3 : 2).rest
        // Heads are the first thing to go: the numbers explain themselves.
        let numberRows = isStrip ? 3 : Self.signals + (isWide && area.height > Self.signals ? 1 : 0)
        (numbers, area) = area.splitTop(numberRows)
        // Where there is room for little, who has the failures is worth more.
        if hasObjectives, area.height >= 4 { (objectives, area) = area.splitTop(1) }
        below = area
        if !isWide, hasChaos, area.height < 12 {
            // The load's own account is worth a row before any chart.
            (chaos, area) = area.splitTop(1)
            (charts, chartRows) = (area, area.height >= 4 ? Self.stackedCharts(area.height) : 0)
            return
        }
        if !isWide, area.height < 4 {
            who = area.splitTop(1).top
        } else if isStrip {
            let isHuge = size.columns >= Self.hugeColumns
            let tables = Self.tableRows(isHuge: isHuge, whoCount: whoCount, eventCount: eventCount)
            placeGrid(area, isHuge: isHuge, hasChaos: hasChaos, serviceCount, tables)
        } else {
            placeStack(area, size, hasChaos: hasChaos, serviceCount: serviceCount, whoCount: whoCount)
        }
    }

    /// The rows of who and of the events: what who does not need the events have, and what those do not need the charts.
    ///
    /// In two steps each: what comes and goes with each row would have the charts jump.
    private static func tableRows(isHuge: Bool, whoCount: Int, eventCount: Int) -> (who: Int, events: Int) {
        let (most, usual) = isHuge ? (9, 7) : (6, 4)
        let who = whoCount <= 2 ? 4 : most
        let lent = most - who
        return (who, eventCount < usual - 1 ? 4 : eventCount < usual + lent ? usual : usual + lent)
    }

    /// Charts in a grid above the tables.
    private mutating func placeGrid(
        _ area: Rect,
        isHuge: Bool,
        hasChaos: Bool,
        _ serviceCount: Int,
        _ tables: (who: Int, events: Int)
    ) {
        let hasServices = serviceCount > 1
        chartColumns = isHuge ? 3 : 2
        chartRows = 2
        // The tables have few numbers of rows, whatever is in them: nothing jumps. The charts have the rest.
        let zones = area.rows([
            .share(1, min: 11),
            .fixed(tables.who),
            .fixed(hasChaos ? 4 : 0),
            .fixed(hasServices ? min(serviceCount + 2, isHuge ? 12 : 6) : 0),
            .fixed(tables.events),
        ])
        (charts, who, chaos, services, events) = (zones[0], zones[1], zones[2], zones[3], zones[4])
        guard isHuge else { return }
        let gap = 1
        let left = max(120, area.width * 3 / 5)
        func cut(_ zone: Rect) -> (Rect, Rect) {
            let parts = zone.splitLeft(left)
            return (parts.left, parts.rest.inset(left: gap))
        }
        (who, alerts) = cut(who)
        if hasServices { (services, targets) = cut(services) } else { (events, targets) = cut(events) }
    }

    /// Charts one below another, or side by side where the screen is wide and low.
    private mutating func placeStack(
        _ whole: Rect,
        _ size: TerminalSize,
        hasChaos: Bool,
        serviceCount: Int,
        whoCount: Int
    ) {
        var area = whole
        if hasChaos, area.height >= 8 {
            (chaos, area) = area.splitBottom(4)
        }
        if size.columns >= Self.gridColumns {
            chartColumns = size.columns >= Self.hugeColumns ? 3 : 2
            if area.height >= 11 { (who, area) = area.splitBottom(min(3 + area.height / 6, area.height - 7)) }
            (charts, chartRows) = (area, area.height >= 4 ? 1 : 0)
            return
        }
        // Two charts first, then who explains it, then services, then events.
        let spare = area.height - 9
        // In two steps: what comes and goes with each row would have the charts jump.
        let whoRows = min(max(spare, 0), whoCount <= 2 ? 4 : 8)
        let rest = spare - whoRows
        let servicesRows = serviceCount > 1 && rest >= 4 ? min(rest, serviceCount + 2, 9) : 0
        let eventRows = rest - servicesRows >= 4 ? min(7, (rest - servicesRows) / 2) : 0
        (events, area) = area.splitBottom(eventRows)
        (services, area) = area.splitBottom(servicesRows)
        if whoRows >= 3 { (who, area) = area.splitBottom(whoRows) }
        (charts, chartRows) = (area, Self.stackedCharts(area.height))
    }

    /// How many charts of at least two rows of curve fit one below another, over an axis.
    private static func stackedCharts(_ height: Int) -> Int {
        let comfortable = (height - 1) / 6
        return comfortable >= 2 ? min(comfortable, 4) : min(max(height - 1, 0) / 3, 2)
    }
}
