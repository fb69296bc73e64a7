import PromQL

extension PrometheusAPI {
    /// The pages that the server scrapes; programs that do not scrape answer ``APIFailure/notFound(path:)``.
    package func targets() async throws(APIFailure) -> APIAnswer<[APITarget]> {
        let limit = seriesLimit
        let answer = try await get("targets", [("state", "active")]).read { (reader) throws(JSONFault) in
            try Self.member("activeTargets", of: &reader, atMost: limit, APITarget.read)
        }
        return answer.with(answer.value.items, omitted: answer.value.omitted)
    }

    /// The alerting rules.
    package func rules() async throws(APIFailure) -> APIAnswer<[APIRule]> {
        let limit = seriesLimit
        return try await get("rules", [("type", "alert")]).read { (reader) throws(JSONFault) in
            try APIRule.readGroups(&reader, alertLimit: limit)
        }
    }

    /// The alerts that wait or fire.
    package func alerts() async throws(APIFailure) -> APIAnswer<[APIAlert]> {
        let limit = seriesLimit
        let answer = try await get("alerts").read { (reader) throws(JSONFault) in
            try Self.member("alerts", of: &reader, atMost: limit, APIAlert.read)
        }
        return answer.with(answer.value.items, omitted: answer.value.omitted)
    }

    /// Where the server sends its alerts: the addresses of the Alertmanagers that it knows now.
    package func alertmanagers() async throws(APIFailure) -> APIAnswer<[String]> {
        let answer = try await get("alertmanagers").read { (reader) throws(JSONFault) in
            try Self.member("activeAlertmanagers", of: &reader, atMost: 100) { (reader) throws(JSONFault) -> String in
                var url = ""
                guard try reader.enterObject() else { return url }
                while let key = try reader.nextKey() {
                    if key == "url" { url = try reader.string() } else { try reader.skip() }
                }
                return url
            }
        }
        return answer.with(answer.value.items.filter { !$0.isEmpty }, omitted: answer.value.omitted)
    }

    /// What the server was built from.
    package func buildInfo() async throws(APIFailure) -> APIAnswer<BuildInfo> {
        try await get("status/buildinfo").read(BuildInfo.read)
    }

    /// Reads an object of which one member, a list, is wanted.
    private static func member<Value>(
        _ name: String,
        of reader: inout JSONReader,
        atMost limit: Int,
        _ element: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONFault) -> CappedList<Value> {
        var list = CappedList<Value>()
        guard try reader.enterObject() else { return list }
        while let key = try reader.nextKey() {
            if key == name {
                list = try reader.list(atMost: limit, element)
            } else {
                try reader.skip()
            }
        }
        return list
    }
}

extension PrometheusAPI {
    /// How long the server keeps samples; nil where it does not say.
    package func retention() async throws(APIFailure) -> Retention? {
        let text = try await get("status/runtimeinfo").read { (reader) throws(JSONFault) -> String? in
            var text: String?
            guard try reader.enterObject() else { return nil }
            while let key = try reader.nextKey() {
                if key == "storageRetention" { text = try reader.string() } else { try reader.skip() }
            }
            return text
        }
        return text.value.flatMap(Retention.init)
    }
}
