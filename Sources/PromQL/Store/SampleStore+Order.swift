internal import PromModel

// The series of a metric in the order of their labels. Each that is born would move half of the others: those of a page
// are put in order together.
extension SampleStore {
    /// So few find their places one by one sooner than all others are gone through.
    private static let few = 16

    /// The series of a metric in the order of their labels.
    func ids(of name: String) -> [Int] {
        let known = idsByName[name] ?? []
        return newborn[name].map { ordered(known, with: $0) } ?? known
    }

    /// Puts those that were born in their places.
    mutating func settle() {
        guard !newborn.isEmpty else { return }
        let names = Array(newborn.keys)
        for name in names {
            guard let born = newborn.removeValue(forKey: name) else { continue }
            // Taken out while it changes, so that it is not copied.
            idsByName[name] = ordered(idsByName.removeValue(forKey: name) ?? [], with: born)
        }
    }

    /// Forgets the series of a metric that are not in the table any more.
    mutating func forgetGone(of name: String) {
        let left = (idsByName[name] ?? []).filter { table.place(of: $0) != nil }
        idsByName[name] = left.isEmpty ? nil : left
    }

    private func ordered(_ known: [Int], with born: [Int]) -> [Int] {
        let news = born.map { (id: $0, labels: labels(of: $0)) }.sorted { $0.labels < $1.labels }
        if known.isEmpty { return news.map { $0.id } }
        var all: [Int] = known
        if news.count <= Self.few {
            for new in news { all.insert(new.id, at: place(of: new.labels, in: all)) }
            return all
        }
        all.removeAll(keepingCapacity: true)
        var next = 0
        for id in known {
            let labels = labels(of: id)
            while next < news.count, news[next].labels < labels {
                all.append(news[next].id)
                next += 1
            }
            all.append(id)
        }
        return all + news[next...].map { $0.id }
    }

    private func labels(of id: Int) -> Labels { table.place(of: id).map { table[$0].labels } ?? Labels() }

    /// Where a series belongs among those of its metric.
    private func place(of labels: Labels, in ids: [Int]) -> Int {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if self.labels(of: ids[middle]) < labels { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
