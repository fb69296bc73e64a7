"""A private authority with a server's and a client's certificate, and an authority that signed neither."""

import subprocess
from pathlib import Path

_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
_DAYS = ["-days", "7"]
SERVER_NAME = "prom.internal"


def make_certificates(openssl: str, folder: Path) -> dict[str, str]:
    """Makes what is not there yet, and returns each file's path by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ["ca", "wrong_ca", "server_cert", "server_key", "client_cert", "client_key"]
    files = {name: str(folder / f"{name}.pem") for name in names}
    # One authority's certificates fit nothing from another run: all of them, or none.
    if all(Path(file).exists() for file in files.values()):
        return files

    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], check=True, capture_output=True, cwd=folder)

    def authority(name: str) -> None:
        subject = f"/CN=Private {name}"
        run("req", "-x509", *_KEY, *_DAYS, "-subj", subject, "-keyout", f"{name}_key.pem", "-out", f"{name}.pem")

    def signed(name: str, extensions: str) -> None:
        request, extension = f"{name}.csr", folder / f"{name}.ext"
        extension.write_text(extensions)
        run("req", "-new", *_KEY, "-subj", f"/CN={name}", "-keyout", f"{name}_key.pem", "-out", request)
        authority_files = ["-CA", "ca.pem", "-CAkey", "ca_key.pem", "-CAcreateserial"]
        output = ["-extfile", extension.name, "-out", f"{name}_cert.pem"]
        run("x509", "-req", "-in", request, *authority_files, *_DAYS, *output)

    authority("ca")
    authority("wrong_ca")
    alternatives = f"IP:127.0.0.1,DNS:localhost,DNS:{SERVER_NAME}"
    signed("server", f"subjectAltName={alternatives}\nextendedKeyUsage=serverAuth\n")
    signed("client", "extendedKeyUsage=clientAuth\n")
    return files
