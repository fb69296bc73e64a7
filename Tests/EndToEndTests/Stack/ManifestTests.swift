import Foundation
import Testing

extension EndToEnd {
    @Suite("Kubernetes manifests", .serialized)
    struct ManifestTests {
        private static let kubernetesKinds: Set = [
            "ConfigMap", "Deployment", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount",
        ]
        private static let customKinds: Set = ["PrometheusRule", "ServiceMonitor"]

        @Test(
            "What kubectl makes of each folder is valid, by closed schemas and by its own references",
            arguments: ["base", "monitoring", "load", "overlays/kind", "overlays/production"]
        )
        func valid(folder: String) throws {
            let verdict = try Manifests.check(Manifests.rendered(folder))
            #expect(verdict.status == 0, "\(verdict.output)")
            #expect(verdict.output.contains(" valid for Kubernetes 1.30 and "), "\(verdict.output)")
            // Nothing of it goes by unjudged where it can be judged.
            if Manifests.hasDefinitions { #expect(!verdict.output.contains("skipped"), "\(verdict.output)") }
        }

        @Test("Without definitions custom resources are skipped, and said to be; the others are judged")
        func skipped() throws {
            let rendered = try Manifests.rendered("monitoring")
            let command = ["env", "-u", "SRETOP_CORPORA", "Scripts/manifest-check", "-"]
            let verdict = try ProjectFiles.run(command, input: Data(rendered.utf8))
            #expect(verdict.status == 0, "\(verdict.output)")
            for kind in Self.customKinds {
                #expect(verdict.output.contains("skipped: no schema of \(kind) ("), "\(verdict.output)")
            }
            let others = Manifests.documents("ConfigMap", in: rendered).count
            #expect(others > 0 && verdict.output.contains("\(others) valid for"), "\(verdict.output)")
        }

        @Test(
            "Plain kubectl apply takes the same files, the namespace first",
            arguments: ["base", "monitoring", "load"]
        )
        func plain(folder: String) throws {
            let files = try ProjectFiles.names(in: "manifests/\(folder)/resources")
            let kustomization = try ProjectFiles.text("manifests/\(folder)/kustomization.yaml")
            let listed = kustomization.matches(of: /- resources\/(\S+)/).map { String($0.output.1) }
            #expect(Set(listed) == Set(files))
            #expect(folder != "base" || files.first == "10-namespace.yaml")
            let paths = files.map { "manifests/\(folder)/resources/\($0)" }
            let verdict = try ProjectFiles.run(["Scripts/manifest-check"] + paths)
            #expect(verdict.status == 0, "\(verdict.output)")
        }

        @Test("Of every kind, each single field is refused when it is misspelt", arguments: ["kind", "production"])
        func misspelt(overlay: String) throws {
            var kinds = Self.kubernetesKinds
            if Manifests.hasDefinitions { kinds.formUnion(Self.customKinds) }
            try Self.misspell(Manifests.rendered("overlays/\(overlay)"), kinds: kinds)
        }

        @Test("The load's as well")
        func misspeltLoad() throws {
            try Self.misspell(Manifests.rendered("load"), kinds: ["Job", "NetworkPolicy"])
        }

        private static func misspell(_ rendered: String, kinds: Set<String>) throws {
            let verdict = try Manifests.check(rendered, "--misspell")
            #expect(verdict.status == 0, "\(verdict.output)")
            let counts = verdict.output.matches(of: /(?m)^(\w+): (\d+) of (\d+) misspelt fields refused/)
            #expect(Set(counts.map { String($0.output.1) }) == kinds, "\(verdict.output)")
            for count in counts {
                #expect(count.output.2 == count.output.3 && (Int(count.output.2) ?? 0) >= 3, "\(count.output.0)")
            }
        }

        @Test(
            "One misspelt field of a kind is refused, with document and path",
            arguments: [
                ("Namespace", "labels", "metadata.labelss"),
                ("ServiceAccount", "automountServiceAccountToken", "automountServiceAccountTokenn"),
                ("Deployment", "containerPort", "spec.template.spec.containers[0].ports[0].containerPortt"),
                ("Service", "targetPort", "spec.ports[0].targetPortt"),
                ("PodDisruptionBudget", "unhealthyPodEvictionPolicy", "spec.unhealthyPodEvictionPolicyy"),
                ("NetworkPolicy", "policyTypes", "spec.policyTypess"),
                ("ConfigMap", "data", "dataa"),
                ("ServiceMonitor", "interval", "spec.endpoints[0].intervall"),
                ("PrometheusRule", "expr", "spec.groups[0].rules[0].exprr"),
                ("Job", "completionMode", "spec.completionModee"),
            ]
        )
        func refused(kind: String, field: String, path: String) throws {
            try Manifests.requireSchema(of: kind)
            let rendered = try Manifests.rendered(kind == "Job" ? "load" : "overlays/kind")
            let document = try #require(Manifests.documents(kind, in: rendered).first, "no \(kind)")
            let place = try #require(document.range(of: "\\b\(field):", options: .regularExpression), "no \(field)")
            let wrong = document.replacingCharacters(in: place, with: "\(field)\(field.suffix(1)):")
            let verdict = try Manifests.check(wrong)
            #expect(verdict.status == 1, "\(verdict.output)")
            #expect(verdict.output.contains("document 1 (\(kind) "), "\(verdict.output)")
            #expect(verdict.output.contains("): \(path): unknown field"), "\(verdict.output)")
        }

        @Test(
            "A name that nothing answers to, and a pod that may do too much, is refused",
            arguments: [
                ("targetPort: http-metrics", "targetPort: metrics", "no container's port is called metrics"),
                ("jobLabel: app.kubernetes.io/name", "jobLabel: app", "has no such label"),
                ("port: http-metrics\n    scheme", "port: metrics\n    scheme", "has no port of that name"),
                ("matchNames:\n    - unstable-api", "matchNames:\n    - other", "matches no Service in other"),
                ("path: /healthz\n            port: http", "path: /healthz\n            port: web", "called web"),
                ("serviceAccountName: unstable-api", "serviceAccountName: other", "no account is called other"),
                ("terminationGracePeriodSeconds: 20", "terminationGracePeriodSeconds: 5", "grace period of 5 s"),
                ("  maxUnavailable: 1\n", "  maxUnavailable: 1\n  maxUnavailable: 1\n", "for the second time"),
                ("replicas: 2", "replicas:", "spec.replicas: no value"),
                ("kind: Deployment", "kind: Deploymnet", "has no Deploymnet in apps/v1"),
                ("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "files can be written"),
                ("runAsNonRoot: true", "runAsNonRoot: false", "may run as root"),
                ("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "allowPrivilegeEscalation"),
                ("            drop:\n            - ALL", "            drop:\n            - CHOWN", "drop: not ALL"),
                ("type: RuntimeDefault", "type: Unconfined", "no seccomp profile"),
            ]
        )
        func broken(right: String, wrong: String, word: String) throws {
            let rendered = try Manifests.rendered("overlays/kind")
            let place = try #require(rendered.range(of: right), "no \(right)")
            let verdict = try Manifests.check(rendered.replacingCharacters(in: place, with: wrong))
            #expect(verdict.status == 1, "\(verdict.output)")
            #expect(verdict.output.contains(word), "\(verdict.output)")
        }

        @Test("The load's pods are as many as there are shares, and each drives the one of its index")
        func shares() throws {
            let job = try #require(try Manifests.documents("Job", in: Manifests.rendered("load")).first)
            let option = /- --shard\n +- \$\(JOB_COMPLETION_INDEX\)\/(\d+)\n/
            let shares = try #require(job.firstMatch(of: option), "\(job)")
            for field in ["parallelism", "completions"] {
                #expect(job.contains("\n  \(field): \(shares.output.1)\n"), "\(job)")
            }
            #expect(job.contains("\n  completionMode: Indexed\n") && job.contains("\n  backoffLimit: 0\n"), "\(job)")
        }

        @Test(
            "An overlay's burn-rate alerts are its own, and nobody else's",
            arguments: [("kind", ["5m", "30m", "1h", "6h"]), ("production", ["1h", "6h", "1d", "3d"])]
        )
        func windows(overlay: String, expected: [String]) throws {
            let rendered = try Manifests.rendered("overlays/\(overlay)")
            let rule = try #require(Manifests.documents("PrometheusRule", in: rendered).first)
            let windows = rule.matches(of: /long_window: "?(\w+)"?/).map { String($0.output.1) }
            #expect(Set(windows) == Set(expected))
        }

        @Test("What a Prometheus operator and Grafana's sidecar look for is there", arguments: ["kind", "production"])
        func found(overlay: String) throws {
            let rendered = try Manifests.rendered("overlays/\(overlay)")
            for kind in Self.customKinds {
                let documents = Manifests.documents(kind, in: rendered)
                #expect(documents.count == 1)
                for document in documents {
                    #expect(document.contains("\n    release: monitoring\n"), "\(document)")
                    #expect(document.contains("\n  namespace: monitoring\n"), "\(document)")
                }
            }
            let dashboards = Manifests.documents("ConfigMap", in: rendered)
            #expect(!dashboards.isEmpty)
            #expect(dashboards.allSatisfy { $0.contains("\n    grafana_dashboard: \"1\"\n") })
        }
    }
}
