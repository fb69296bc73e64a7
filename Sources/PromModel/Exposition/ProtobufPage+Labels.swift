extension ProtobufPage {
    /// Labels that samples of a metric share but for the value of one.
    struct SharedLabels {
        var pairs: [Labels.Pair]
        /// Where the label stands whose value is each sample's own.
        var place = 0
    }

    /// What samples of a metric have in common that are told apart by one label.
    func shared(of metric: Metric, suffix: String, by label: String) -> SharedLabels {
        var shared = SharedLabels(pairs: pairs(of: metric, suffix: suffix))
        shared.place = shared.pairs.firstIndex { $0.name >= label } ?? shared.pairs.endIndex
        if shared.place == shared.pairs.endIndex || shared.pairs[shared.place].name != label {
            shared.pairs.insert(Labels.Pair(name: label, value: ""), at: shared.place)
        }
        return shared
    }

    func pairs(of metric: Metric, suffix: String) -> [Labels.Pair] {
        var pairs: [Labels.Pair] = []
        // With room for one more.
        pairs.reserveCapacity(metric.labels.count + 2)
        let place = metric.labels.firstIndex { $0.name > Labels.metricNameLabel } ?? metric.labels.endIndex
        pairs += metric.labels[..<place]
        pairs.append(Labels.Pair(name: Labels.metricNameLabel, value: metric.name + suffix))
        pairs += metric.labels[place...]
        return pairs
    }
}
