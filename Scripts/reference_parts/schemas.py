"""The fields of the documents as a page of docs/, from their schemas."""
import json


def page(folder):
    """One section a schema, one row a field."""
    lines = ["# Documents for programs", ""]
    lines += ["Made from [the schemas](schemas) by `make generate`. A field that is not required is left out where it is"]
    lines += ["not known. `formatVersion` grows when a field goes or means something else, not when one comes."]
    for path in sorted(folder.glob("*.json")):
        schema = json.loads(path.read_text())
        lines += ["", f"## {schema['title']}", "", f"[{path.name}](schemas/{path.name}). {schema['description']}", ""]
        lines += ["| field | type | required | |", "|---|---|---|---|"]
        lines += _rows(schema, schema, "")
    return "\n".join(lines) + "\n"


def _rows(node, schema, prefix):
    rows = []
    for name, field in node.get("properties", {}).items():
        field = _resolved(field, schema)
        place = f"{prefix}{name}"
        required = "yes" if name in node.get("required", []) else ""
        rows.append(f"| `{place}` | {_type(field)} | {required} | {_cell(field.get('description', ''))} |")
        item = _resolved(field.get("items", {}), schema)
        rows += _rows(field, schema, f"{place}.") + _rows(item, schema, f"{place}[].")
    return rows


def _resolved(node, schema):
    reference = node.get("$ref", "")
    if not reference:
        return node
    return schema["$defs"][reference.rsplit("/", 1)[-1]]


def _type(field):
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    kind = field.get("type", "object")
    if kind == "array":
        return "array"
    return " or ".join(kind) if isinstance(kind, list) else kind


def _cell(text):
    return text.replace("|", "\\|")
