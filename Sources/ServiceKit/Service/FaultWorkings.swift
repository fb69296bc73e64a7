import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Everything through which the faults of one service act.
struct FaultWorkings: Sendable {
    let board: FaultBoard
    let limits: FaultLimits
    let gates = WorkGates()
    let strain = ProcessStrain()
    let accounts = FaultAccounts()

    /// What the page tells of them.
    func readings() -> FaultReadings {
        var readings = accounts.readings()
        let (wanted, lost) = (board.strain(), strain.lost)
        (readings.isDependencyUp, readings.isReady) = (wanted.isDependencyUp, !wanted.isNotReady)
        (readings.lostBytes, readings.lostDescriptors) = (lost.bytes, lost.descriptors)
        readings.burntCores = lost.cores
        readings.queue = gates.account(of: .queue)
        readings.lock = gates.account(of: .lock)
        return readings
    }
}

/// Lets the faults of the process act, and gives back what they took when the service ends.
struct FaultWatch: Service {
    let workings: FaultWorkings
    let log: ServiceLog
    /// Where a crash loop is remembered; nil for nowhere.
    let crashLoop: CrashLoopFile?

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told: [Fault] = []
            while !Task.isCancelled {
                let strain = workings.board.strain()
                workings.strain.follow(strain)
                workings.gates.keep(only: strain.gates)
                told = tell(told)
                if strain.crashes { crash() }
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
        workings.strain.follow(FaultStrain())
        workings.gates.keep(only: [])
    }

    /// Logs what began and what ended.
    private func tell(_ before: [Fault]) -> [Fault] {
        let active = workings.board.faults().filter { $0.active && !$0.builtin }
        func isSame(_ left: Fault, _ right: Fault) -> Bool { left.fault == right.fault && left.route == right.route }
        for fault in active where !before.contains(where: { isSame($0, fault) }) {
            log.write(.info, "a fault began", ["fault": fault.fault.rawValue, "route": fault.route])
        }
        for fault in before where !active.contains(where: { isSame($0, fault) }) {
            log.write(.info, "a fault ended", ["fault": fault.fault.rawValue, "route": fault.route])
        }
        return active
    }

    private func crash() {
        if let (remaining, after) = workings.board.crashLoop() {
            crashLoop?.remember(remaining: remaining, after: after)
        }
        log.write(.critical, "crashing, as a fault asked for", [:])
        // No drain, no flush: a crash is none that was prepared.
        _exit(1)
    }
}
