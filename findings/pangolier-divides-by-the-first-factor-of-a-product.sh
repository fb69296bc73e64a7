#!/usr/bin/env bash
# Guess: a library that builds PromQL from an expression of Python, failed / (requests * allowed), writes a query with the
#        same meaning, as it has a table of the operators' precedence for that.
# Seen:  pangolier 0.4.2 writes brackets where the inner operator binds less, and none where it binds as much: the query is
#        failed / requests * allowed. A burn rate of 10 reads as 0.00001, limit - (used - cached) as less than there is.
#        promql-builder 0.0.6 has both right, and loses the brackets behind a minus instead: -(a - b) is -(a) - (b).
# Fails when that has changed. Needs Python 3.11 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'pangolier==0.4.2' \
    'promql-builder==0.0.6' \
    'promql-parser==0.11.0'
"$folder/venv/bin/python" - <<'PYTHON'
import operator
import promql_parser
from pangolier.metrics import Metric
from promql_builder.builders import promql

VALUES = {"failed": 10, "requests": 1_000, "allowed": 0.001, "limit": 100, "used": 70, "cached": 30}
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}

def value(node):
    """What a parsed query says for these values."""
    if isinstance(node, promql_parser.VectorSelector):
        return VALUES[node.name]
    if isinstance(node, promql_parser.ParenExpr):
        return value(node.expr)
    if isinstance(node, promql_parser.UnaryExpr):
        return -value(node.expr)
    return OPERATORS[str(node.op)](value(node.lhs), value(node.rhs))

def built(failed, requests, allowed, limit, used, cached, binary):
    return {"failed / (requests * allowed)": binary("/", failed, binary("*", requests, allowed)),
            "limit - (used - cached)": binary("-", limit, binary("-", used, cached))}

def pangolier(sign, left, right):
    return OPERATORS[sign](left, right)

def builder(sign, left, right):
    return {"*": promql.mul, "/": promql.div, "-": promql.sub}[sign](left, right)

queries = [("pangolier", asked, query.to_str())
           for asked, query in built(*map(Metric, VALUES), binary=pangolier).items()]
names = dict(zip(VALUES, map(promql.vector, VALUES)))
queries += [("promql-builder", asked, str(query.build()))
            for asked, query in built(*names.values(), binary=builder).items()]
queries.append(("promql-builder", "-(used - cached)",
                str(promql.neg(promql.sub(names["used"], names["cached"])).build())))
seen = []
for library, asked, query in queries:
    meant, says = (value(promql_parser.parse(text)) for text in (asked, query))
    seen.append((round(meant, 9), round(says, 9)))
    print(f"{library}: {asked} is {meant:g}; written as {query}, which is {says:g}")
raise SystemExit(0 if seen == [(10, 0.00001), (60, 0), (10, 10), (60, 60), (-40, -100)] else 1)
PYTHON
