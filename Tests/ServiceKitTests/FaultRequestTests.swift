import Foundation
import ServiceKit
import Testing

@Suite("Requests for faults")
struct FaultRequestTests {
    private func read(_ text: String) throws -> FaultRequest {
        try JSONDecoder().decode(FaultRequest.self, from: Data(text.utf8))
    }

    private func problem(_ text: String, _ rules: FaultRequest.Rules = .init(routes: ["/", "/risky"])) -> String? {
        do {
            try read(text).check(rules)
            return nil
        } catch let problem as FaultProblem {
            return problem.description
        } catch {
            return "\(error)"
        }
    }

    @Test("What is written is read again, and what was not said is not written")
    func roundTrip() throws {
        var request = FaultRequest(.queue)
        request.route = "/,/risky"
        request.seconds = 30
        request.parameters = [.workers: 2, .depth: 0]
        request.methods = ["GET", "POST"]
        request.seed = 3
        (request.lease, request.leaseSeconds) = ("me", 5)
        let data = try JSONEncoder().encode(request)
        #expect(try read(String(decoding: data, as: UTF8.self)) == request)
        let bare = try JSONEncoder().encode(FaultRequest(switching: .errors, route: "/", active: false))
        let object = try JSONSerialization.jsonObject(with: bare) as? [String: Any]
        #expect(object?.keys.sorted() == ["active", "fault", "route"])
    }

    @Test("A fault as listed is read again with its numbers, and with some that only a later version knows")
    func fault() throws {
        let text = """
            {"fault":"latency","route":"*","share":0.5,"active":true,"builtin":false,"mode":"uniform",
             "delay_seconds":0.1,"upper_seconds":0.2,"moon_phase":1}
            """
        let fault = try JSONDecoder().decode(Fault.self, from: Data(text.utf8))
        #expect(fault.parameters == [.delay: 0.1, .upper: 0.2] && fault.mode == "uniform")
        #expect(try JSONDecoder().decode(Fault.self, from: JSONEncoder().encode(fault)) == fault)
    }

    @Test("Without a word a fault acts on all traffic; a list of routes is one with commas")
    func routes() throws {
        #expect(try read("{\"fault\":\"errors\"}").route == "*")
        #expect(try read("{\"fault\":\"errors\",\"routes\":[\"/\",\"/risky\"]}").route == "/,/risky")
    }

    @Test(
        "What cannot be is refused, with what can",
        arguments: [
            ("{\"fault\":\"quake\"}", "there is no fault 'quake': errors, latency"),
            ("{\"fault\":\"errors\",\"secconds\":1}", "there is no key 'secconds': fault, route"),
            ("{\"fault\":\"errors\",\"workers\":1}", "an errors fault has no workers"),
            ("{\"fault\":\"queue\",\"workers\":0}", "workers is 0: it may be 1 to 1000"),
            ("{\"fault\":\"queue\",\"statuses\":[503]}", "only an errors fault has statuses and a body"),
            ("{\"fault\":\"errors\",\"statuses\":[200]}", "statuses are one to twenty from 400 to 599"),
            ("{\"fault\":\"errors\",\"statuses\":[]}", "statuses are one to twenty from 400 to 599"),
            ("{\"fault\":\"errors\",\"methods\":[\"get\"]}", "'get' is no method: methods are written in capitals"),
            ("{\"fault\":\"abort\",\"mode\":\"sulk\"}", "there is no mode 'sulk' of abort: reset, close, hang"),
            ("{\"fault\":\"cpu\",\"route\":\"/\"}", "a cpu fault acts on the process: it has no route"),
            ("{\"fault\":\"cpu\",\"cores\":3}", "cores is 3: it may be 0.05 to 2"),
            ("{\"fault\":\"latency\",\"mode\":\"uniform\",\"delay_seconds\":1}", "a latency fault needs upper_seconds"),
            (
                "{\"fault\":\"latency\",\"mode\":\"uniform\",\"delay_seconds\":1,\"upper_seconds\":0.5}",
                "upper_seconds is below delay_seconds"
            ),
            (
                "{\"fault\":\"latency\",\"mode\":\"pareto\",\"delay_seconds\":1,\"spread\":0.5}",
                "a latency fault of mode pareto has no spread"
            ),
            ("{\"fault\":\"crash_loop\"}", nil),
            ("{\"fault\":\"crash_loop\",\"seconds\":9}", "a crash_loop needs a service that was started with"),
            ("{\"fault\":\"errors\",\"lease\":\"x\"}", "a lease is a name of at most 64 characters, and lease_seconds"),
            ("{\"fault\":\"errors\",\"route\":\"\",\"share\":1}", "no route '' takes faults: /, /risky"),
            ("{\"fault\":\"errors\",\"route\":\"/,/metrics\"}", "no route '/metrics' takes faults: /, /risky"),
        ] as [(String, String?)]
    )
    func refused(text: String, words: String?) throws {
        let found = problem(text)
        guard let words else { return }
        #expect(found?.hasPrefix(words) == true, "\(found ?? "nothing is wrong")")
    }

    @Test("Every kind can be asked for with what it needs, at the ends of its ranges and not beyond them")
    func ranges() throws {
        var rules = FaultRequest.Rules(routes: ["/"])
        rules.keepsState = true
        for kind in Fault.Kind.allCases {
            for mode in kind.modes.isEmpty ? [String?.none] : kind.modes.map(Optional.some) {
                var request = FaultRequest(kind)
                (request.seconds, request.mode) = (10, mode)
                let numbers = kind.parameters.filter { $0.modes.map { $0.contains(mode ?? "") } ?? true }
                for rule in numbers { request.parameters[rule.parameter] = rule.range.lowerBound }
                try request.check(rules)
                for rule in numbers {
                    var beyond = request
                    beyond.parameters[rule.parameter] = rule.range.upperBound * 2 + 1
                    #expect(throws: FaultProblem.self, "\(kind) \(rule.parameter)") { try beyond.check(rules) }
                }
            }
        }
    }

    @Test("The environment sets what no fault may exceed; nonsense is refused by name")
    func limits() throws {
        let limits = try FaultLimits(environment: [
            "UNSTABLE_API_MAX_DELAY_SECONDS": "0.5", "UNSTABLE_API_MAX_FAULT_SECONDS": "30",
            "UNSTABLE_API_ALLOW_CRASH": "false", "UNSTABLE_API_MAX_CPU_CORES": "",
        ])
        #expect(limits.delaySeconds == 0.5 && limits.seconds == 30 && limits.cores == 2)
        var rules = FaultRequest.Rules(routes: ["/"])
        rules.limits = limits
        #expect(problem("{\"fault\":\"errors\",\"seconds\":31}", rules) == "seconds is 31: it may be 1 to 30")
        let late = problem("{\"fault\":\"latency\",\"delay_seconds\":1}", rules)
        #expect(late == "delay_seconds is 1: it may be 0.001 to 0.5")
        #expect(problem("{\"fault\":\"crash\"}", rules)?.contains("may not be crashed") == true)
        for (variable, text) in [
            ("UNSTABLE_API_MAX_FAULT_SECONDS", "901"), ("UNSTABLE_API_MAX_DELAY_SECONDS", "x"),
            ("UNSTABLE_API_ALLOW_CRASH", "maybe"),
        ] {
            #expect { try FaultLimits(environment: [variable: text]) } throws: { "\($0)".contains(variable) }
        }
    }
}
