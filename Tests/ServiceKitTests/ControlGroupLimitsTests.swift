import ServiceKit
import Testing

@Suite("Control group limits")
struct ControlGroupLimitsTests {
    private static let inContainer = [
        "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "536870912\n",
        "/sys/fs/cgroup/cpu.max": "150000 100000\n",
    ]
    private static let onHost = [
        "/proc/self/cgroup": "1:name=systemd:/x\n0::/user.slice/a.scope\n",
        "/sys/fs/cgroup/user.slice/a.scope/memory.max": "1048576\n",
        "/sys/fs/cgroup/user.slice/a.scope/cpu.max": "max 100000\n",
    ]

    @Test(
        "A limit is read where there is one, and is nil where there is none",
        arguments: [
            (inContainer, 1.5, 536_870_912), (onHost, nil, 1_048_576),
            (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "max\n"], nil, nil), ([:], nil, nil),
            (["/sys/fs/cgroup/cpu.max": "50000 0\n"], nil, nil), (["/sys/fs/cgroup/cpu.max": "rubbish"], nil, nil),
        ] as [([String: String], Double?, Double?)]
    )
    func read(files: [String: String], cores: Double?, bytes: Double?) {
        let limits = ControlGroupLimits.current { files[$0] }
        #expect(limits.cpuCores == cores)
        #expect(limits.memoryBytes == bytes)
    }
}
