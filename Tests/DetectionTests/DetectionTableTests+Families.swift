import Detection
import Testing

extension DetectionTableTests {
    /// Pages where what is asked is spread over several families.
    static let several = [
        Case(
            testDescription: "scrapes are asked for where other things are; a part without a status tells no failures",
            page: """
                # TYPE reader_scrape_requests_total counter
                reader_scrape_requests_total{success="true"} 17430
                reader_scrape_requests_total{success="false"} 1470
                # TYPE reader_map_requests_total counter
                reader_map_requests_total{success="true"} 1050
                reader_map_requests_total{success="false"} 0
                # TYPE reader_crawl_requests_total counter
                reader_crawl_requests_total 1040
                """,
            requests: "reader_crawl_requests_total + reader_map_requests_total + reader_scrape_requests_total",
            failures: "not judged: not all of reader_crawl_requests_total, reader_map_requests_total, "
                + "reader_scrape_requests_total tell failures"
        ),
        Case(
            testDescription: "scrapes of an exporter are nobody's requests",
            page: """
                # TYPE disks_scrape_requests_total counter
                disks_scrape_requests_total{code="200"} 400
                # TYPE disks_http_requests_total counter
                disks_http_requests_total{code="200"} 930
                disks_http_requests_total{code="500"} 70
                """,
            requests: "disks_http_requests_total",
            failures: "disks_http_requests_total{code=~\"5..( .*)?\"}"
        ),
    ]

    @Test("What is spread over several families is added up, or said not to be told", arguments: several)
    func families(_ one: Case) { page(one) }
}
