"""What manual pages show of how a command is used: each is checked against the program's own parser."""
import shlex

ROOT = [
    ("sretop demo", "Break a service and watch it; needs nothing else."),
    ("sretop --prometheus http://prom.example:9090", "The service that is worst; S shows all of them."),
    ("sretop --prometheus http://prom.example:9090 --service checkout --at '2h ago' --span 6h", "How it was."),
    ("sretop --scrape http://127.0.0.1:8000/metrics --limit 'p95<200ms'", "A page, without any Prometheus."),
    ("sretop --once --json --prometheus http://prom.example:9090", "The verdict for programs."),
]

EXAMPLES = {
    "sretop": ROOT,
    "sretop watch": ROOT[1:],
    "sretop demo": [("sretop demo --rate 50", "Load that l starts is 50 requests a second.")],
    "sretop check": [
        (
            "sretop check --prometheus http://prom.example:9090 --service checkout --perfdata",
            "A monitoring plugin's line.",
        ),
        ("sretop check --prometheus http://prom.example:9090 --all-services", "A line for each service."),
        (
            "sretop check --prometheus http://prom.example:9090 --service checkout --slo 'availability 99.9%/30d'",
            "Critical too where the objective pages.",
        ),
    ],
    "sretop wait": [
        (
            "sretop wait --service checkout --until 'errors<1% and p95<300ms for 5m' --timeout 15m",
            "After a deploy: until it has been well for five minutes.",
        ),
    ],
    "sretop compare": [
        ("sretop compare --service checkout --a version=1.4 --b version=1.5 --over 10m", "A canary against the rest."),
    ],
    "sretop query": [
        ("sretop query 'sum by (job) (rate(http_requests_total[1m]))'", "Any PromQL."),
        ("sretop query 'rate(http_requests_total[1m])' --range 30m --chart", "As a chart."),
    ],
    "sretop record": [
        (
            "sretop record incident.rec --from -2h --prometheus http://prom.example:9090 --service checkout",
            "What a Prometheus remembers.",
        ),
    ],
    "sretop replay": [("sretop replay incident.rec --speed 60x", "The whole screen again.")],
    "sretop report": [("sretop report incident.rec --html --output incident.html", "Breaches and their cost.")],
    "sretop serve": [("sretop serve --port 8000 --instances 3", "A small fleet of the unstable service.")],
    "sretop load": [
        ("sretop load http://127.0.0.1:8000/ --rate 50 --duration 30s", "At planned times."),
        ("sretop load http://127.0.0.1:8000/ --profile '30s@50,1m@50..200' --slo 'p99<250ms'", "A course of rates."),
    ],
    "sretop faults": [("sretop faults kinds", "What can be broken."), ("sretop faults reset", "All of it off.")],
    "sretop faults set": [
        ("sretop faults set errors --route /risky --share 20% --for 5m", "One request in five fails."),
        ("sretop faults set latency --delay 800ms --mode lognormal --share 30%", "Some are slow."),
        ("sretop faults set queue --with workers=4", "Few workers, and a queue before them."),
    ],
    "sretop faults play": [("sretop faults play bad-release", "Faults one after another.")],
    "sretop rules": [("sretop rules slo/production.yaml --format tests", "Unit tests for promtool.")],
    "sretop slo": [
        ("sretop slo slo/production.yaml --prometheus http://prom.example:9090", "Burn rates and budget left."),
    ],
    "sretop doctor": [("sretop doctor --scrape http://127.0.0.1:8000/metrics", "Why there is no number.")],
}


def of(command, root):
    """The examples of a command; one with an option that it does not take is an error."""
    found = EXAMPLES.get(command.name, [])
    for line, _ in found:
        _check(line, root)
    return found


def _check(line, root):
    words, place = shlex.split(line)[1:], root
    while words and any(each.path[-1] == words[0] for each in place.subcommands):
        place = next(each for each in place.subcommands if each.path[-1] == words[0])
        words = words[1:]
    if place.default:
        place = next(each for each in place.subcommands if each.path[-1] == place.default)
    known = {name for argument in place.arguments for name in argument.names}
    for word in words:
        assert not word.startswith("--") or word.split("=")[0] in known, f"{line}: {word} is no option of {place.name}"
