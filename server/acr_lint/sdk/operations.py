"""ContainerRegistryClient: its names, its constructor and its operations.

An *operation* is a public method of the client; a *reference* is a tag or a digest. Source:
azure-containerregistry 1.2.0, sync and aio, each property by execution; the versions from the
wheels and the changelog.
"""

from __future__ import annotations

from collections.abc import Mapping

from acr_lint.text.choice import Enum
from acr_lint.text.record import NamedTuple


class Sends(Enum):
    """When an operation sends its requests; in aio a call sends when it is awaited."""

    CALL = "call"
    ADVANCE = "advance"
    CALL_AND_ADVANCE = "call and advance"
    NEVER = "never"


class Missing(Enum):
    """What a 404 of the registry does: it raises, it is taken for success, or it is taken for
    success only where a digest, not a tag, is given."""

    RAISES = "raises"
    SWALLOWED = "swallowed"
    SWALLOWED_BY_DIGEST = "swallowed by digest"


class Returns(Enum):
    """The kind of an operation's result; `Operation.model` names its class."""

    NOTHING = "nothing"
    MODEL = "model"
    PAGER = "pager"
    STREAM = "stream"
    TEXT = "text"
    DIGEST_AND_SIZE = "digest and size"


class Parameter(NamedTuple):
    """A parameter after `self`, and the ways in which an argument for it really works.

    One that is neither required nor usable by keyword, though the type stubs say so, is what the
    `update_` operations advertise: they take `*args`.
    """

    name: str
    required: bool
    positional: bool
    keyword: bool


class Operation(NamedTuple):
    """What one operation promises.

    `model`: the class of the result, for a pager that of its items, for a stream the sync one.
    `writes`: it only works with a credential. `awaited`: its aio form is a coroutine function.
    `options`: keywords of its own besides those that all operations take. `changes`: parameters
    of which it needs one at least, or it has nothing to do. `reads`: the parameter whose stream
    it reads. `checks_digest`: it raises DigestValidationError where content was tampered with.
    `since`: the first version that has it.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Returns
    model: str
    since: str
    writes: bool = False
    sends: Sends = Sends.CALL
    awaited: bool = True
    missing: Missing = Missing.RAISES
    options: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    reads: str = ""
    checks_digest: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((each for each in self.parameters if each.name == name), None)

    @property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that may be given by position, in their order."""
        return tuple(each for each in self.parameters if each.positional)


_REFERENCE = "tag_or_digest"


def is_digest(reference: str) -> bool:
    """Whether the SDK takes this text for a digest; all others are tags to it."""
    head, separator, tail = reference.partition(":")
    return bool(separator) and head.startswith("sha") and ":" not in tail


def swallows_missing(operation: Operation, reference: str | None = None) -> bool | None:
    """Whether a 404 counts as success; None where that hangs on a reference that isn't known."""
    match operation.missing:
        case Missing.RAISES:
            return False
        case Missing.SWALLOWED:
            return True
        case Missing.SWALLOWED_BY_DIGEST:
            return None if reference is None else is_digest(reference)


def _given(*names: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, True, True, True) for name in names)


def _options(*names: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, False, False, True) for name in names)


def _listing(name: str, model: str, since: str, *parameters: str, options: str = "") -> Operation:
    return Operation(
        name,
        _given(*parameters),
        Returns.PAGER,
        model,
        since,
        sends=Sends.ADVANCE,
        awaited=False,
        options=frozenset(("results_per_page", "last", "cls", *options.split())),
    )


def _read(name: str, model: str, *parameters: str) -> Operation:
    return Operation(name, _given(*parameters), Returns.MODEL, model, "1.0.0b3")


_PERMISSIONS = ("can_delete", "can_list", "can_read", "can_write")


def _update(name: str, model: str, *parameters: str) -> Operation:
    taken = (
        *(Parameter(each, True, True, False) for each in parameters),
        Parameter("properties", False, True, False),
        *_options(*_PERMISSIONS),
    )
    changes = frozenset(("properties", *_PERMISSIONS))
    return Operation(name, taken, Returns.MODEL, model, "1.0.0b3", writes=True, changes=changes)


def _delete(name: str, since: str, missing: Missing, *parameters: str) -> Operation:
    return Operation(
        name,
        _given(*parameters),
        Returns.NOTHING,
        "None",
        since,
        writes=True,
        missing=missing,
        options=frozenset(("cls",)),
    )


_NAMES = _listing("list_repository_names", "str", "1.0.0b2")
_MANIFESTS = _listing(
    "list_manifest_properties",
    "ArtifactManifestProperties",
    "1.0.0b3",
    "repository",
    options="order_by",
)
_TAGS = _listing(
    "list_tag_properties",
    "ArtifactTagProperties",
    "1.0.0b3",
    "repository",
    options="order_by digest",
)
_GET_MANIFEST = Operation(
    "get_manifest",
    _given("repository", _REFERENCE),
    Returns.MODEL,
    "GetManifestResult",
    "1.1.0b4",
    checks_digest=True,
)
_SET_MANIFEST = Operation(
    "set_manifest",
    _given("repository", "manifest") + _options("tag", "media_type"),
    Returns.TEXT,
    "str",
    "1.1.0b4",
    writes=True,
    reads="manifest",
    checks_digest=True,
)
_DOWNLOAD_BLOB = Operation(
    "download_blob",
    _given("repository", "digest"),
    Returns.STREAM,
    "DownloadBlobStream",
    "1.1.0b1",
    sends=Sends.CALL_AND_ADVANCE,
    checks_digest=True,
)
_UPLOAD_BLOB = Operation(
    "upload_blob",
    _given("repository", "data"),
    Returns.DIGEST_AND_SIZE,
    "tuple",
    "1.1.0b1",
    writes=True,
    reads="data",
    checks_digest=True,
)
_CLOSE = Operation("close", (), Returns.NOTHING, "None", "1.0.0b1", sends=Sends.NEVER)

_ALL = (
    _NAMES,
    _MANIFESTS,
    _TAGS,
    _read("get_repository_properties", "RepositoryProperties", "repository"),
    _read("get_tag_properties", "ArtifactTagProperties", "repository", "tag"),
    _read("get_manifest_properties", "ArtifactManifestProperties", "repository", _REFERENCE),
    _GET_MANIFEST,
    _DOWNLOAD_BLOB,
    _update("update_repository_properties", "RepositoryProperties", "repository"),
    _update("update_tag_properties", "ArtifactTagProperties", "repository", "tag"),
    _update("update_manifest_properties", "ArtifactManifestProperties", "repository", _REFERENCE),
    _SET_MANIFEST,
    _UPLOAD_BLOB,
    _delete("delete_repository", "1.0.0b1", Missing.SWALLOWED, "repository"),
    _delete("delete_tag", "1.0.0b3", Missing.SWALLOWED, "repository", "tag"),
    _delete("delete_manifest", "1.0.0b3", Missing.SWALLOWED_BY_DIGEST, "repository", _REFERENCE),
    _delete("delete_blob", "1.1.0b1", Missing.SWALLOWED, "repository", "digest"),
    _CLOSE,
)

OPERATIONS: Mapping[str, Operation] = {operation.name: operation for operation in _ALL}
"""All public methods of the client, by name; sync and aio have the same."""

CONSTRUCTOR: tuple[Parameter, ...] = (
    *_given("endpoint"),
    Parameter("credential", False, True, True),
    *_options("api_version", "audience"),
)
"""The constructor's parameters; it takes any other keyword, and ignores those it doesn't know."""

CLIENT_NAMES: Mapping[str, str] = {
    "azure.containerregistry.ContainerRegistryClient": "sync",
    "azure.containerregistry._container_registry_client.ContainerRegistryClient": "sync",
    "azure.containerregistry.aio.ContainerRegistryClient": "aio",
    "azure.containerregistry.aio._async_container_registry_client.ContainerRegistryClient": "aio",
}
"""The names under which the client can be imported, with its flavour."""


class Kind(Enum):
    """What a name that is gone was."""

    METHOD = "method"
    CLASS = "class"
    ARGUMENT = "argument"
    ATTRIBUTE = "attribute"
    MEMBER = "enum member"


class Renamed(NamedTuple):
    """What became of a name: `new_name` took its place in `version`, or nothing did ("").

    `owner` is the class that had it; "" where the package did, or all models or enums.
    `works`: the old name still does.
    """

    new_name: str
    version: str
    kind: Kind
    owner: str
    works: bool = False


def _renamed(kind: Kind, owner: str, names: Mapping[str, tuple[str, str]]) -> dict[str, Renamed]:
    return {old: Renamed(new, at, kind, owner) for old, (new, at) in names.items()}


_CLIENT_METHODS = {
    "list_repositories": ("list_repository_names", "1.0.0b2"),
    "get_repository_client": ("", "1.0.0b2"),
    "get_repository": ("get_repository_properties", "1.0.0b3"),
    "get_artifact": ("get_manifest_properties", "1.0.0b3"),
    "upload_manifest": ("set_manifest", "1.1.0b4"),
    "download_manifest": ("get_manifest", "1.1.0b4"),
}
_REPOSITORY_METHODS = {
    "delete_registry_artifact": ("delete_manifest", "1.0.0b2"),
    "get_properties": ("get_repository_properties", "1.0.0b3"),
    "get_registry_artifact_properties": ("get_manifest_properties", "1.0.0b2"),
    "list_manifests": ("list_manifest_properties", "1.0.0b3"),
    "list_registry_artifacts": ("list_manifest_properties", "1.0.0b2"),
    "list_tags": ("list_tag_properties", "1.0.0b3"),
    "set_manifest_properties": ("update_manifest_properties", "1.0.0b3"),
    "set_properties": ("update_repository_properties", "1.0.0b3"),
    "set_tag_properties": ("update_tag_properties", "1.0.0b3"),
}
_CLASSES = {
    "ContainerRepositoryClient": ("ContainerRegistryClient", "1.0.0b2"),
    "ContainerRepository": ("ContainerRegistryClient", "1.0.0b3"),
    "RegistryArtifact": ("ContainerRegistryClient", "1.0.0b3"),
    "ContentPermissions": ("", "1.0.0b2"),
    "ContentProperties": ("", "1.0.0b3"),
    "DeletedRepositoryResult": ("", "1.0.0b2"),
    "DeleteRepositoryResult": ("", "1.0.0b3"),
    "RegistryArtifactProperties": ("ArtifactManifestProperties", "1.0.0b2"),
    "TagProperties": ("ArtifactTagProperties", "1.0.0b2"),
    "RegistryArtifactOrderBy": ("ArtifactManifestOrder", "1.0.0b2"),
    "TagOrderBy": ("ArtifactTagOrder", "1.0.0b2"),
    "ManifestOrder": ("ArtifactManifestOrder", "1.0.0"),
    "TagOrder": ("ArtifactTagOrder", "1.0.0"),
    "DownloadManifestResult": ("GetManifestResult", "1.1.0b4"),
}
_ARGUMENTS = {
    "credential_scopes": ("audience", "1.0.0b6"),
    "repository_name": ("repository", "1.0.0b3"),
    "permissions": ("properties", "1.0.0b3"),
}
_MODEL_ATTRIBUTES = {
    "content_permissions": ("", "1.0.0b2"),
    "writeable_properties": ("", "1.0.0b3"),
}
_MANIFEST_ATTRIBUTES = {"size": ("size_in_bytes", "1.0.0")}
_REPOSITORY_ATTRIBUTES = {"teleport_enabled": ("", "1.0.0b7")}
_ORDER_MEMBERS = {
    "LAST_UPDATE_TIME_ASCENDING": ("LAST_UPDATED_ON_ASCENDING", "1.0.0"),
    "LAST_UPDATE_TIME_DESCENDING": ("LAST_UPDATED_ON_DESCENDING", "1.0.0"),
}

RENAMED: Mapping[str, Renamed] = {
    **_renamed(Kind.METHOD, "ContainerRegistryClient", _CLIENT_METHODS),
    **_renamed(Kind.METHOD, "ContainerRepositoryClient", _REPOSITORY_METHODS),
    **_renamed(Kind.CLASS, "", _CLASSES),
    **_renamed(Kind.ARGUMENT, "ContainerRegistryClient", _ARGUMENTS),
    **_renamed(Kind.ATTRIBUTE, "", _MODEL_ATTRIBUTES),
    **_renamed(Kind.ATTRIBUTE, "ArtifactManifestProperties", _MANIFEST_ATTRIBUTES),
    **_renamed(Kind.ATTRIBUTE, "RepositoryProperties", _REPOSITORY_ATTRIBUTES),
    **_renamed(Kind.MEMBER, "", _ORDER_MEMBERS),
    "last_udpated_on": Renamed(
        "last_updated_on", "1.1.0b1", Kind.ATTRIBUTE, "RepositoryProperties", works=True
    ),
}
"""Names that earlier versions had, with what stands for them now."""
