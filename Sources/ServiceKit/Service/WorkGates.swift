import Synchronization

/// The places before which requests wait for one another: a pool of workers with its queue, or a lock.
///
/// A request that waits costs a continuation; order is that of arrival.
final class WorkGates: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct Gate {
        var width: Int
        var depth: Int
        var busy = 0
        var waiters: [Waiter] = []
    }

    private struct State {
        var gates: [FaultKey: Gate] = [:]
        var accounts: [Fault.Kind: FaultReadings.Pool] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    /// Passes, after waiting; false where there is no room to wait, or the client has gone.
    func enter(_ gate: FaultOutcome.Gate) async -> Bool {
        let start = ContinuousClock.now
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let passes = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    var found = state.gates[gate.key] ?? Gate(width: gate.width, depth: gate.depth)
                    defer { state.gates[gate.key] = found }
                    (found.width, found.depth) = (gate.width, gate.depth)
                    if found.busy < found.width {
                        found.busy += 1
                        return true
                    }
                    guard found.waiters.count < found.depth, !Task.isCancelled else {
                        state.accounts[gate.key.fault, default: FaultReadings.Pool()].shed += 1
                        return false
                    }
                    found.waiters.append(Waiter(number: number, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.gates[gate.key]?.waiters.firstIndex { $0.number == number }
                    .flatMap { state.gates[gate.key]?.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
        guard passes else { return false }
        let waited = (ContinuousClock.now - start) / .seconds(1)
        state.withLock { $0.accounts[gate.key.fault, default: FaultReadings.Pool()].waits.record(waited) }
        return true
    }

    /// Makes room for the next one.
    func leave(_ gate: FaultOutcome.Gate) {
        let next = state.withLock { state -> Waiter? in
            guard var found = state.gates[gate.key] else { return nil }
            defer { state.gates[gate.key] = found }
            guard !found.waiters.isEmpty else {
                found.busy = max(0, found.busy - 1)
                return nil
            }
            return found.waiters.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }

    /// Lets those pass whose fault is over: nobody waits for what no longer acts.
    func keep(only active: Set<FaultKey>) {
        let released = state.withLock { state in
            let over = state.gates.keys.filter { !active.contains($0) }
            return over.flatMap { state.gates.removeValue(forKey: $0)?.waiters ?? [] }
        }
        for waiter in released { waiter.continuation.resume(returning: true) }
    }

    /// What the gates of a kind went through.
    func account(of kind: Fault.Kind) -> FaultReadings.Pool {
        state.withLock { state in
            var account = state.accounts[kind] ?? FaultReadings.Pool()
            for (key, gate) in state.gates where key.fault == kind {
                account.width += gate.width
                account.busy += gate.busy
                account.depth += gate.depth
                account.waiting += gate.waiters.count
            }
            return account
        }
    }
}
