"""How each program is started, and how it is seen to be ready."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from access import TOKEN, write_htpasswd, write_http_configs
from certificates import make_certificates
from context import HERE, Context, Missing
from process import Part
from relocation import relocated
from scraping import write_scrape_config
from versions import root

# The family of each store, and its names: Debian's and the project's own.
STORE_PROGRAMS = {
    "prometheus": ("prometheus", "prometheus"),
    "victoriametrics": ("victoria-metrics", "victoria-metrics", "victoria-metrics-prod"),
}


def _part(context: Context, name: str, command: list[str], ready_url: str, **environment: str) -> Part:
    return Part(name, command, ready_url, context.log(name), context.folder(name), environment)


def _script(name: str, *arguments: object) -> list[str]:
    return [sys.executable, str(HERE / name), *map(str, arguments)]


def unstable(context: Context) -> Part:
    if not os.access(context.sretop, os.X_OK):
        raise Missing(f"{context.sretop} is not a program")
    url = context.url("unstable")
    command = [str(context.sretop), "serve", "--port", str(context.ports["unstable"])]
    return _part(context, "unstable", command, url + "/healthz")


def fastapi(context: Context) -> Part:
    packages = {"PYTHONPATH": str(context.tools / "python")}
    check = [sys.executable, "-B", "-c", "import fastapi, uvicorn, prometheus_fastapi_instrumentator"]
    if subprocess.run(check, env={**os.environ, **packages}, capture_output=True).returncode != 0:
        raise Missing(f"fastapi, uvicorn and prometheus-fastapi-instrumentator not found in {packages['PYTHONPATH']}")
    url = context.url("fastapi")
    command = [sys.executable, "-m", "uvicorn", "fastapi_app:app", "--app-dir", str(HERE), "--no-access-log"]
    command += ["--host", "127.0.0.1", "--port", str(context.ports["fastapi"]), "--log-level", "warning"]
    # Its keep-alive is 5 s by default, which races with a scrape every 5 s.
    command += ["--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "1"]
    return _part(context, "fastapi", command, url + "/metrics", **packages)


def caddy(context: Context) -> Part:
    program, folder = context.find("caddy"), context.folder("caddy")
    url = context.url("caddy")
    context.url("caddy_admin")
    ports = {"port": context.ports["caddy"], "admin_port": context.ports["caddy_admin"]}
    dead = context.ports.dead()
    file = context.fill("Caddyfile", folder / "Caddyfile", folder=folder, dead_port=dead, **ports)
    command = [program, "run", "--config", str(file), "--adapter", "caddyfile"]
    return _part(context, "caddy", command, url + "/good", XDG_CONFIG_HOME=str(folder), XDG_DATA_HOME=str(folder))


def alertmanager(context: Context) -> Part:
    program, folder = context.find("alertmanager", "alertmanager", "prometheus-alertmanager"), context.folder("alertmanager")
    url = context.url("alertmanager")
    templates = "/usr/share/prometheus/alertmanager"
    relocation = relocated(Path(program), templates, root(program) / templates.lstrip("/"), folder)
    command = [str(relocation), f"--config.file={HERE / 'configs/alertmanager.yml'}", f"--storage.path={folder}"]
    command += [f"--web.listen-address=127.0.0.1:{context.ports['alertmanager']}", "--cluster.listen-address="]
    return _part(context, "alertmanager", command, url + "/-/ready")


def slow(context: Context) -> Part:
    url = context.url("slow")
    return _part(context, "slow", _script("targets.py", "slow", "--port", context.ports["slow"]), url + "/ready")


def synthetic(context: Context) -> Part:
    url = context.url("synthetic")
    command = _script("targets.py", "synthetic", "--port", context.ports["synthetic"], "--services", context.services)
    command += ["--kinds", str(context.kinds)]
    return _part(context, "synthetic", command, url + "/ready")


def prometheus(context: Context) -> Part:
    program, folder = context.find(*STORE_PROGRAMS["prometheus"]), context.folder("prometheus")
    url = context.url("prometheus")
    file = write_scrape_config(context, folder / "prometheus.yml", for_prometheus=True)
    context.files["prometheus_config"] = str(file)
    command = [program, f"--config.file={file}", f"--storage.tsdb.path={folder / 'data'}", "--web.enable-lifecycle"]
    command += [f"--web.listen-address=127.0.0.1:{context.ports['prometheus']}"]
    return _part(context, "prometheus", command, url + "/-/ready")


def victoriametrics(context: Context) -> Part:
    program, folder = context.find(*STORE_PROGRAMS["victoriametrics"]), context.folder("victoriametrics")
    url = context.url("victoriametrics")
    file = write_scrape_config(context, folder / "scrape.yml", for_prometheus=False)
    command = [program, f"-promscrape.config={file}", f"-storageDataPath={folder / 'data'}", "-retentionPeriod=1d"]
    command += [f"-httpListenAddr=127.0.0.1:{context.ports['victoriametrics']}"]
    return _part(context, "victoriametrics", command, url + "/health")


def nginx(context: Context) -> Part:
    program, openssl, folder = context.find("nginx"), context.find("openssl"), context.folder("nginx")
    certificates = make_certificates(openssl, context.folder("certificates"))
    context.files.update(certificates)
    context.files.update(write_http_configs(context.folder("http_configs"), certificates))
    htpasswd, log = folder / "htpasswd", context.log("nginx")
    write_htpasswd(openssl, htpasswd)
    url = context.url("nginx_basic")
    context.url("nginx_bearer")
    context.url("nginx_tls", scheme="https")
    context.url("nginx_mtls", scheme="https")
    context.url("nginx_prefix", "/prom")
    accesses = {f"{kind}_port": context.ports[f"nginx_{kind}"] for kind in ("basic", "bearer", "tls", "mtls", "prefix")}
    values = {"folder": folder, "log": log, "htpasswd": htpasswd, "token": TOKEN}
    values["prometheus_port"] = context.ports["prometheus"]
    file = context.fill("nginx.conf", folder / "nginx.conf", **values, **accesses, **certificates)
    command = [program, "-p", str(folder), "-c", str(file)]
    return _part(context, "nginx", command, url + "/-/ready")


def faultproxy(context: Context) -> Part:
    context.url("faultproxy")
    control = context.url("faultproxy_control")
    file = context.folder("faultproxy") / "exchanges.jsonl"
    context.files["faultproxy_log"] = str(file)
    command = _script("fault_proxy.py", "--log", file)
    addresses = {"listen": "faultproxy", "upstream": "prometheus", "control": "faultproxy_control"}
    addresses["other"] = "faultproxy_other"
    for option, port in addresses.items():
        command += [f"--{option}", f"127.0.0.1:{context.ports[port]}"]
    return _part(context, "faultproxy", command, control + "/fault")


Maker = Callable[[Context], Part]
# In the order in which they are started: what is scraped, what scrapes it, and what stands before that.
TARGETS: dict[str, Maker] = {
    "unstable": unstable,
    "fastapi": fastapi,
    "caddy": caddy,
    "alertmanager": alertmanager,
    "slow": slow,
    "synthetic": synthetic,
}
STORES: dict[str, Maker] = {"prometheus": prometheus, "victoriametrics": victoriametrics}
FRONTS: dict[str, Maker] = {"nginx": nginx, "faultproxy": faultproxy}
EVERY = [*TARGETS, *STORES, *FRONTS]
