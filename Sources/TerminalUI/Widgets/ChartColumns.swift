/// The newest points of a series by column, each with a left and a right half.
///
/// Columns are counted from the first point, not from the last, so that a pair stays a pair when a point is added.
struct ChartColumns {
    private let points: ArraySlice<ChartPoint>
    private let pointsPerColumn: Int

    init(_ points: [ChartPoint], pointsPerColumn: Int, width: Int) {
        self.pointsPerColumn = pointsPerColumn >= 2 ? 2 : 1
        let columns = (points.count + self.pointsPerColumn - 1) / self.pointsPerColumn
        self.points = points.dropFirst(max(0, columns - width) * self.pointsPerColumn)
    }

    var count: Int { (points.count + pointsPerColumn - 1) / pointsPerColumn }

    /// Both halves of a column; the same point twice where a column has one.
    subscript(_ column: Int) -> (left: ChartPoint, right: ChartPoint) {
        let index = points.startIndex + column * pointsPerColumn
        let left = points[index]
        guard pointsPerColumn == 2 else { return (left, left) }
        // The second half of the newest column may not have been measured yet: only the first is drawn then.
        guard index + 1 < points.endIndex else { return (left, left.drawable == nil ? left : .missing) }
        return (left, points[index + 1])
    }
}
