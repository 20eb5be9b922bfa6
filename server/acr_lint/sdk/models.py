"""What operations give back, what the package exports, and what an error tells.

Source: azure-containerregistry 1.2.0 and azure-core 1.41.0, executed.
"""

from __future__ import annotations

from collections.abc import Mapping

from acr_lint.sdk.operations import Sends
from acr_lint.text.choice import Enum
from acr_lint.text.record import NamedTuple


class Emptiness(Enum):
    """How often an attribute is None: never in an answer of the service, sometimes, or always."""

    NEVER = "never"
    SOMETIMES = "sometimes"
    ALWAYS = "always"


class Model(NamedTuple):
    """A class of results: all its attributes, and those of them that may be assigned."""

    attributes: Mapping[str, Emptiness]
    settable: frozenset[str]


_PERMISSIONS = ("can_delete", "can_list", "can_read", "can_write")


def _model(
    names: str, settable: tuple[str, ...] = _PERMISSIONS, sometimes: str = "", always: str = ""
) -> Model:
    attributes = dict.fromkeys((*names.split(), *settable), Emptiness.NEVER)
    attributes.update((name, Emptiness.SOMETIMES) for name in sometimes.split())
    attributes.update((name, Emptiness.ALWAYS) for name in always.split())
    return Model(attributes, frozenset(settable))


MODELS: Mapping[str, Model] = {
    "RepositoryProperties": _model("created_on last_updated_on manifest_count name tag_count"),
    "ArtifactTagProperties": _model(
        "created_on digest last_updated_on name", always="repository_name"
    ),
    "ArtifactManifestProperties": _model(
        "created_on digest fully_qualified_reference last_updated_on repository_name size_in_bytes",
        sometimes="architecture operating_system tags",
    ),
    "GetManifestResult": _model("", settable=("digest", "manifest", "media_type")),
    "DownloadBlobStream": _model("close", settable=()),
    "AsyncDownloadBlobStream": _model("close", settable=()),
}
"""By class name. A tag doesn't know its repository: the client forgets to tell it. The service
leaves out the tags of an untagged manifest, and the platform of what isn't an image."""

PAGER: Mapping[str, Sends] = {"by_page": Sends.ADVANCE, "next": Sends.CALL}
"""The public attributes of a sync pager and when they send; one of aio has only `by_page`."""

EXPORTS: Mapping[str, frozenset[str]] = {
    "azure.containerregistry": frozenset(
        (
            "ArtifactArchitecture",
            "ArtifactManifestOrder",
            "ArtifactManifestProperties",
            "ArtifactOperatingSystem",
            "ArtifactTagOrder",
            "ArtifactTagProperties",
            "ContainerRegistryClient",
            "DigestValidationError",
            "DownloadBlobStream",
            "GetManifestResult",
            "RepositoryProperties",
            "VERSION",
            "aio",
        )
    ),
    "azure.containerregistry.aio": frozenset(
        ("AsyncDownloadBlobStream", "ContainerRegistryClient")
    ),
}
"""The public names that can be imported from each module."""

_ORDERS = frozenset(("NONE", "LAST_UPDATED_ON_ASCENDING", "LAST_UPDATED_ON_DESCENDING"))

ENUMS: Mapping[str, frozenset[str]] = {
    "ArtifactManifestOrder": _ORDERS,
    "ArtifactTagOrder": _ORDERS,
    "ArtifactArchitecture": frozenset(
        (
            *("AMD64", "ARM", "ARM64", "I386", "MIPS", "MIPS64", "MIPS64LE", "MIPSLE"),
            *("PPC64", "PPC64LE", "RISCV64", "S390X", "WASM"),
        )
    ),
    "ArtifactOperatingSystem": frozenset(
        (
            *("AIX", "ANDROID", "DARWIN", "DRAGONFLY", "FREEBSD", "ILLUMOS", "IOS", "JS"),
            *("LINUX", "NETBSD", "OPENBSD", "PLAN9", "SOLARIS", "WINDOWS"),
        )
    ),
}
"""The members of the package's enums; they are found in any case."""

NAMESPACES: frozenset[str] = frozenset(
    (*EXPORTS, *(f"{module}.{name}" for module in EXPORTS for name in ENUMS))
)
"""The modules and enums of the package, by dotted name: all names in them are known."""

ERROR_ATTRIBUTES: Mapping[str, Emptiness] = {
    "continuation_token": Emptiness.SOMETIMES,
    "error": Emptiness.ALWAYS,
    "message": Emptiness.NEVER,
    "model": Emptiness.SOMETIMES,
    "reason": Emptiness.SOMETIMES,
    "response": Emptiness.SOMETIMES,
    "status_code": Emptiness.SOMETIMES,
}
"""What an HttpResponseError of this SDK tells. `error` is for OData bodies, which a registry
never sends. Without an answer (a credential that fails) there is no `response`, `status_code` or
`reason`. `model` comes with errors of the class itself only, not of those below it."""
