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
        Case(
            testDescription: "a counter for each method is a part, and all of them are what is called",
            page: """
                # TYPE ca_server_rpc_svid_v1_new_svid counter
                ca_server_rpc_svid_v1_new_svid{status="OK"} 11760
                ca_server_rpc_svid_v1_new_svid{status="Internal"} 840
                # TYPE ca_server_rpc_agent_v1_attest counter
                ca_server_rpc_agent_v1_attest{status="OK"} 7770
                ca_server_rpc_agent_v1_attest{status="Internal"} 630
                # TYPE ca_server_store_entry_list counter
                ca_server_store_entry_list{status="OK"} 84000
                """,
            requests: "ca_server_rpc_agent_v1_attest + ca_server_rpc_svid_v1_new_svid",
            failures: "ca_server_rpc_agent_v1_attest{status=~\"\(StatusGrammar.grpcWords.failurePattern)\"} + "
                + "ca_server_rpc_svid_v1_new_svid{status=~\"\(StatusGrammar.grpcWords.failurePattern)\"}"
        ),
        Case(
            testDescription: "steps of the same calls are not added up",
            page: """
                # TYPE ca_rpc_decode_frame counter
                ca_rpc_decode_frame{status="OK"} 11760
                ca_rpc_decode_frame{status="Internal"} 840
                # TYPE ca_rpc_encode_reply counter
                ca_rpc_encode_reply{status="OK"} 11700
                ca_rpc_encode_reply{status="Internal"} 840
                """,
            requests: "ca_rpc_decode_frame",
            failures: "ca_rpc_decode_frame{status=~\"\(StatusGrammar.grpcWords.failurePattern)\"}"
        ),
        Case(
            testDescription: "of pairs for each command none is the whole",
            page: """
                # TYPE atoll_cmd_plan_execution_success counter
                atoll_cmd_plan_execution_success 1890
                # TYPE atoll_cmd_plan_execution_error counter
                atoll_cmd_plan_execution_error 210
                # TYPE atoll_cmd_apply_execution_success counter
                atoll_cmd_apply_execution_success 630
                # TYPE atoll_cmd_apply_execution_error counter
                atoll_cmd_apply_execution_error 63
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "a pair alone is the whole",
            page: """
                # TYPE atoll_cmd_plan_execution_success counter
                atoll_cmd_plan_execution_success 1890
                # TYPE atoll_cmd_plan_execution_error counter
                atoll_cmd_plan_execution_error 210
                """,
            requests: "atoll_cmd_plan_execution_success + atoll_cmd_plan_execution_error",
            failures: "atoll_cmd_plan_execution_error"
        ),
        Case(
            testDescription: "a worker's commands to its store are not what it is asked",
            page: """
                # TYPE redis_command_duration_seconds histogram
                redis_command_duration_seconds_bucket{command="get",status="success",le="1"} 60900
                redis_command_duration_seconds_sum{command="get",status="success"} 121
                redis_command_duration_seconds_count{command="get",status="success"} 60900
                # TYPE nodejs_eventloop_lag_seconds gauge
                nodejs_eventloop_lag_seconds 0.0123
                # TYPE emails_sent_total counter
                emails_sent_total 210
                """,
            requests: "",
            failures: "nothing"
        ),
        Case(
            testDescription: "commands of people are what a bot is there for",
            page: """
                # TYPE discord_commands_total counter
                discord_commands_total{command="play",status="success"} 930
                discord_commands_total{command="play",status="error"} 70
                # TYPE nodejs_eventloop_lag_seconds gauge
                nodejs_eventloop_lag_seconds 0.0123
                # TYPE emails_sent_total counter
                emails_sent_total 210
                """,
            requests: "discord_commands_total",
            failures: "discord_commands_total{status=~\"\(StatusGrammar.outcomes.failurePattern)\"}",
            route: "command"
        ),
        Case(
            testDescription: "a program's own API lasts as long as all that it does for it",
            page: """
                # TYPE gate_api histogram
                gate_api_bucket{operation="Execute",le="0.005"} 100
                gate_api_bucket{operation="Execute",le="0.1"} 20000
                gate_api_bucket{operation="Execute",le="1"} 21000
                gate_api_bucket{operation="Execute",le="5"} 21000
                gate_api_bucket{operation="Execute",le="10"} 21000
                gate_api_sum{operation="Execute"} 1008
                gate_api_count{operation="Execute"} 21000
                # TYPE gate_api_error_counts counter
                gate_api_error_counts{code="INTERNAL",operation="Execute"} 1470
                gate_api_error_counts{code="INVALID_ARGUMENT",operation="Execute"} 840
                # TYPE gate_tablet_call histogram
                gate_tablet_call_bucket{shard="0",le="0.005"} 200
                gate_tablet_call_bucket{shard="0",le="0.1"} 20000
                gate_tablet_call_bucket{shard="0",le="1"} 21000
                gate_tablet_call_bucket{shard="0",le="5"} 21000
                gate_tablet_call_bucket{shard="0",le="10"} 21000
                gate_tablet_call_sum{shard="0"} 840
                gate_tablet_call_count{shard="0"} 21000
                """,
            requests: "gate_api_count",
            failures: "gate_api_error_counts{code=~\"\(StatusGrammar.grpcWords.failurePattern)\"}",
            latency: "histogram gate_api 1/s?",
            route: "operation"
        ),
        Case(
            testDescription: "a count whose sum and buckets were left out counts all the same",
            page: """
                # TYPE api_request_duration_seconds_count untyped
                api_request_duration_seconds_count{code="200"} 930
                api_request_duration_seconds_count{code="500"} 70
                """,
            requests: "api_request_duration_seconds_count",
            failures: "api_request_duration_seconds_count{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "a count alone stands behind every counter",
            page: """
                # TYPE api_request_latency_ms_count counter
                api_request_latency_ms_count{code="200"} 1000
                # TYPE api_requests_total counter
                api_requests_total{code="200"} 930
                api_requests_total{code="500"} 70
                """,
            requests: "api_requests_total",
            failures: "api_requests_total{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "calls of an API by its paths are its own",
            page: """
                # TYPE chain_api_calls counter
                chain_api_calls{base="/ext/bc/C/rpc"} 21000
                # TYPE chain_network_peers gauge
                chain_network_peers 30
                """,
            requests: "chain_api_calls",
            failures: "not judged: chain_api_calls has no status, and no counter tells of failures",
            route: "base"
        ),
        Case(
            testDescription: "what is called all is one of several where its answers are others",
            page: """
                # TYPE site_http_requests_total counter
                site_http_requests_total{plan="basic",code="200"} 10500
                site_http_requests_total{plan="all",code="200"} 9030
                site_http_requests_total{plan="all",code="500"} 1470
                """,
            requests: "site_http_requests_total",
            failures: "site_http_requests_total{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "a sum counts as much of each answer as its parts do",
            page: """
                # TYPE site_http_requests_total counter
                site_http_requests_total{plan="basic",code="200"} 9030
                site_http_requests_total{plan="basic",code="500"} 1470
                site_http_requests_total{plan="all",code="200"} 9030
                site_http_requests_total{plan="all",code="500"} 1470
                """,
            requests: "site_http_requests_total{plan!=\"all\"}",
            failures: "site_http_requests_total{plan!=\"all\",code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "errors with the codes of answers are among these, whatever counts as much as both",
            page: """
                # TYPE app_responses_total counter
                app_responses_total{code="200"} 840
                app_responses_total{code="404"} 90
                app_responses_total{code="500"} 70
                # TYPE app_errors_total counter
                app_errors_total{code="404"} 90
                app_errors_total{code="500"} 70
                # TYPE app_requests_total counter
                app_requests_total 1160
                """,
            requests: "app_responses_total",
            failures: "app_responses_total{code=~\"5..( .*)?\"}"
        ),
        Case(
            testDescription: "a help text that speaks of answers with 500 says whose errors are counted",
            page: """
                # HELP shop_listener_request_count_total The number of requests this listener has served
                # TYPE shop_listener_request_count_total counter
                shop_listener_request_count_total{server="a"} 1000
                # HELP shop_listener_error_count_total The number of 500 responses that have been sent by this listener
                # TYPE shop_listener_error_count_total counter
                shop_listener_error_count_total{server="a"} 70
                """,
            requests: "shop_listener_request_count_total",
            failures: "shop_listener_error_count_total"
        ),
        Case(
            testDescription: "one that speaks of answers to the caller's faults as well does not",
            page: """
                # TYPE shop_listener_request_count_total counter
                shop_listener_request_count_total{server="a"} 1000
                # HELP shop_listener_error_count_total The number of 404 and 500 responses
                # TYPE shop_listener_error_count_total counter
                shop_listener_error_count_total{server="a"} 70
                """,
            requests: "shop_listener_request_count_total",
            failures: "not judged: shop_listener_error_count_total counts errors, and does not say whose"
        ),
    ]

    @Test("What is spread over several families is added up, or said not to be told", arguments: several)
    func families(_ one: Case) { page(one) }
}
