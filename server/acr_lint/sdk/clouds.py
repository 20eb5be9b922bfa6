"""Azure's clouds: the parts of a set-up that have to be of the same one.

An *authority* is the host that issues tokens, an *audience* what they are for. Source:
azure-containerregistry 1.2.0 and azure-identity 1.27.0.
"""

from __future__ import annotations

from collections.abc import Mapping

from acr_lint.text.record import NamedTuple

SCOPE_SUFFIX = "/.default"
"""What the client appends to the audience."""


class Cloud(NamedTuple):
    """One cloud: the end of its registries' host names, its own audience, its authority, and the
    name of that in `azure.identity.AzureAuthorityHosts`."""

    name: str
    suffix: str
    audience: str
    authority: str
    constant: str


PUBLIC = Cloud(
    "Azure",
    ".azurecr.io",
    "https://management.azure.com",
    "login.microsoftonline.com",
    "AZURE_PUBLIC_CLOUD",
)
CHINA = Cloud(
    "Azure China",
    ".azurecr.cn",
    "https://management.chinacloudapi.cn",
    "login.chinacloudapi.cn",
    "AZURE_CHINA",
)
GOVERNMENT = Cloud(
    "Azure Government",
    ".azurecr.us",
    "https://management.usgovcloudapi.net",
    "login.microsoftonline.us",
    "AZURE_GOVERNMENT",
)
CLOUDS: tuple[Cloud, ...] = (PUBLIC, CHINA, GOVERNMENT)

_FURTHER_AUDIENCES: Mapping[str, Cloud] = {
    "https://management.core.windows.net": PUBLIC,
    "https://management.core.chinacloudapi.cn": CHINA,
    "https://management.core.usgovcloudapi.net": GOVERNMENT,
}
_FURTHER_AUTHORITIES: Mapping[str, Cloud] = {
    "login.windows.net": PUBLIC,
    "login.partner.microsoftonline.cn": CHINA,
}
_CONSTANTS: Mapping[str, Cloud] = {
    f"azure.identity.{holder}.{cloud.constant}": cloud
    for cloud in CLOUDS
    for holder in ("AzureAuthorityHosts", "KnownAuthorities")
}


def of_endpoint(endpoint: str) -> Cloud | None:
    """The cloud of a registry's URL or host name; None for one that no cloud owns."""
    host = _host(endpoint)
    return next((cloud for cloud in CLOUDS if host.endswith(cloud.suffix)), None)


def of_audience(audience: str) -> Cloud | None:
    """The one cloud whose audience it is; None for one that serves all, or isn't known."""
    wanted = audience.removesuffix(SCOPE_SUFFIX).rstrip("/").lower()
    by_audience = {cloud.audience: cloud for cloud in CLOUDS}
    return by_audience.get(wanted) or _FURTHER_AUDIENCES.get(wanted)


def of_authority(authority: str) -> Cloud | None:
    """The cloud of an authority, given as host name, URL or constant of azure-identity."""
    if authority in _CONSTANTS:
        return _CONSTANTS[authority]
    host = _host(authority)
    by_host = {cloud.authority: cloud for cloud in CLOUDS}
    return by_host.get(host) or _FURTHER_AUTHORITIES.get(host)


def _host(address: str) -> str:
    """The host name in a URL, or in what is a URL without its scheme."""
    rest = address.strip().lower().partition("://")[2] or address.strip().lower()
    return rest.partition("/")[0].partition(":")[0]
