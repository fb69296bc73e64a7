"""The ways through nginx to Prometheus: passwords, tokens and the client configuration file for each."""

import json
import subprocess
from pathlib import Path

from certificates import SERVER_NAME

USER = "alice"
PASSWORD = "s3cret"
TOKEN = "t0ken"


def write_htpasswd(openssl: str, file: Path) -> None:
    """A password file as `htpasswd` makes it."""
    arguments = [openssl, "passwd", "-apr1", PASSWORD]
    hashed = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()
    file.write_text(f"{USER}:{hashed}\n")


def write_http_configs(folder: Path, certificates: dict[str, str]) -> dict[str, str]:
    """Writes the client configuration files that Prometheus's tools share, and returns their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    password_file = folder / "password"
    password_file.write_text(PASSWORD + "\n")
    client = {"cert_file": certificates["client_cert"], "key_file": certificates["client_key"]}
    authority = {"ca_file": certificates["ca"]}
    configurations: dict[str, dict[str, object]] = {
        "basic": {"basic_auth": {"username": USER, "password": PASSWORD}},
        "basic_file": {"basic_auth": {"username": USER, "password_file": str(password_file)}},
        "wrong_password": {"basic_auth": {"username": USER, "password": "wrong"}},
        "bearer": {"authorization": {"type": "Bearer", "credentials": TOKEN}},
        "tls": {"tls_config": authority},
        "tls_wrong_ca": {"tls_config": {"ca_file": certificates["wrong_ca"]}},
        "tls_insecure": {"tls_config": {"insecure_skip_verify": True}},
        "tls_server_name": {"tls_config": {**authority, "server_name": SERVER_NAME}},
        "tls_wrong_name": {"tls_config": {**authority, "server_name": "other.internal"}},
        "mtls": {"tls_config": {**authority, **client}},
    }
    files = {"password": str(password_file)}
    for name, configuration in configurations.items():
        file = folder / f"{name}.yml"
        file.write_text("".join(_yaml(configuration, 0)))
        files[f"http_config_{name}"] = str(file)
    return files


def _yaml(tree: dict[str, object], depth: int) -> list[str]:
    """Nested mappings with quoted scalars are all that these files need."""
    lines = []
    for key, value in tree.items():
        indent = "  " * depth
        if isinstance(value, dict):
            lines += [f"{indent}{key}:\n", *_yaml(value, depth + 1)]
        else:
            # A JSON string or truth value is a YAML one.
            lines.append(f"{indent}{key}: {json.dumps(value)}\n")
    return lines
