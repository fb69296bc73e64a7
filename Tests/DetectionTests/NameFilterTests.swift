import Detection
import Testing

/// Which of very many names are asked about.
@Suite struct NameFilterTests {
    @Test("Each kind gets its turn, and the parts of a family stay together where there is room")
    func turns() {
        let many = (0..<50).map { "a_requests_of_\($0)_total" }
        let few = [
            "z_http_requests_total", "z_http_request_duration_seconds_count", "z_http_request_duration_seconds_sum",
        ]
        let names = NameFilter.inTurn(many + few, most: 10)
        #expect(names.count == 10)
        #expect(Set(few).isSubset(of: names))
        #expect(names == names.sorted())
    }

    @Test("What there is room for stays as it is")
    func room() { #expect(NameFilter.inTurn(["b", "a"], most: 2) == ["b", "a"]) }
}

extension NameFilterTests {
    @Test("Counters whose names say nothing come beside, without sizes, states and the process itself")
    func others() {
        let names = [
            "flower_events_total", "mt_broker_filter_event_count", "http_requests_total", "go_gc_cycles_total",
            "shop_order_value_sum", "shop_order_value_count", "shop_open_orders_total", "shop_sent_bytes_total",
        ]
        #expect(NameFilter.others(names) == ["flower_events_total", "mt_broker_filter_event_count"])
    }

    @Test("Scrapes are asked for where other things are, and an API under no other name")
    func scrapes() {
        let asked = ["gate_api_count", "reader_map_requests_total", "reader_scrape_requests_total"]
        #expect(
            NameFilter.counters(asked + ["disks_scrape_requests_total", "disks_http_requests_total"])
                == ["disks_http_requests_total"] + asked
        )
    }
}
