"""The throw-away certificate under which the fake registry speaks TLS on 127.0.0.1."""

from __future__ import annotations

import atexit
import datetime
import functools
import ipaddress
import os
import shutil
import tempfile
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID


class Certificate(NamedTuple):
    """The paths of a self-signed certificate and its key, both PEM."""

    certificate: str
    key: str


@functools.cache
def certificate() -> Certificate:
    """The certificate of this process; made at the first call, removed when the process ends."""
    folder = tempfile.mkdtemp(prefix="acr-lint-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    paths = Certificate(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    key = ec.generate_private_key(ec.SECP256R1())
    with open(paths.certificate, "wb") as out:
        out.write(signed(key).public_bytes(serialization.Encoding.PEM))
    with open(paths.key, "wb") as out:
        out.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    return paths


def trusting_environment() -> dict[str, str]:
    """Environment variables that make a process trust the certificate.

    An anonymous aio client ignores `connection_verify` for its token exchange, so it can only be
    told this way, and only before `aiohttp` is imported: give them to a new process.
    """
    path = certificate().certificate
    return {"SSL_CERT_FILE": path, "REQUESTS_CA_BUNDLE": path}


def signed(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> x509.Certificate:
    """A certificate for 127.0.0.1 that the key signs itself, good for a month."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "acr-lint")])
    now = datetime.datetime.now(datetime.timezone.utc)
    hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .sign(key, hashes.SHA256())
    )
