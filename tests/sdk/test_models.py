"""Results, exports and errors against the real classes."""

from __future__ import annotations

import importlib

import azure.containerregistry
import azure.containerregistry.aio
import pytest
from azure.core.async_paging import AsyncItemPaged
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.core.paging import ItemPaged

from acr_lint.sdk.models import (
    ENUMS,
    ERROR_ATTRIBUTES,
    EXPORTS,
    MODELS,
    PAGER,
    Emptiness,
)
from acr_lint.sdk.operations import OPERATIONS, Sends
from tests.registry.exchange import DENIED


def public(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


@pytest.mark.parametrize("module", EXPORTS)
def test_exports(module):
    real = importlib.import_module(module)
    assert public(real) == EXPORTS[module]
    assert set(real.__all__) <= EXPORTS[module]


@pytest.mark.parametrize("name", MODELS)
def test_models(name):
    cls = getattr(azure.containerregistry, name, None) or getattr(azure.containerregistry.aio, name)
    if name.endswith("Stream"):
        assert public(cls) == set(MODELS[name].attributes)
        return
    made = cls(digest="sha256:0")
    assert public(made) == set(MODELS[name].attributes)
    settable = set()
    for attribute in MODELS[name].attributes:
        try:
            setattr(made, attribute, None)
        except AttributeError:
            continue
        settable.add(attribute)
    assert settable == MODELS[name].settable


def test_every_result_is_a_known_model():
    plain = {"None", "str", "tuple"}
    assert {each.model for each in OPERATIONS.values()} - plain <= set(MODELS)


@pytest.fixture
def client(registry):
    registry.tokens.auth = "none"
    return registry.client()


def test_what_is_never_always_and_sometimes_none(registry, client):
    full = {
        "RepositoryProperties": [client.get_repository_properties("alpine")],
        "ArtifactTagProperties": [
            client.get_tag_properties("alpine", "v1"),
            *client.list_tag_properties("alpine"),
            client.update_tag_properties("alpine", "v1", can_write=True),
        ],
        "ArtifactManifestProperties": [
            client.get_manifest_properties("alpine", "v1"),
            *client.list_manifest_properties("alpine"),
        ],
        "GetManifestResult": [client.get_manifest("alpine", "v1")],
    }
    for name, results in full.items():
        for attribute, emptiness in MODELS[name].attributes.items():
            for result in results:
                is_none = getattr(result, attribute) is None
                assert is_none == (emptiness is Emptiness.ALWAYS), (name, attribute)


def test_what_the_service_leaves_out_is_none(registry, client):
    """An untagged manifest that isn't an image, as the service describes it."""
    times = {"createdTime": "2024-01-01T00:00:00Z", "lastUpdateTime": "2024-01-01T00:00:00Z"}
    flags = {"deleteEnabled": True, "writeEnabled": True, "readEnabled": True, "listEnabled": True}
    entry = {"digest": "sha256:0", "imageSize": 0, **times, "changeableAttributes": flags}
    registry.on("GET", ".*/_manifests", 200, {"imageName": "alpine", "manifests": [entry]})
    [found] = client.list_manifest_properties("alpine")
    nothing = {
        name
        for name in MODELS["ArtifactManifestProperties"].attributes
        if getattr(found, name) is None
    }
    sometimes = MODELS["ArtifactManifestProperties"].attributes.items()
    assert nothing == {name for name, often in sometimes if often is Emptiness.SOMETIMES}


def test_pagers(registry, client):
    assert public(ItemPaged) == set(PAGER)
    assert public(AsyncItemPaged) == set(PAGER) - {"next"}

    pager = client.list_repository_names()
    pages = pager.by_page()
    assert registry.seen == []
    assert PAGER["by_page"] is Sends.ADVANCE
    assert pages.continuation_token is None
    assert registry.seen == []
    pages.next()
    assert len(registry.seen) == 1
    pager.next()
    assert len(registry.seen) == 2
    assert PAGER["next"] is Sends.CALL


@pytest.mark.parametrize("name", ENUMS)
def test_enums(name):
    real = getattr(azure.containerregistry, name)
    assert set(real.__members__) == ENUMS[name]
    assert all(real[member.lower()] is real[member] for member in ENUMS[name])


def test_every_exported_enum_is_known():
    exported = EXPORTS["azure.containerregistry"]
    found = {
        name for name in exported if hasattr(getattr(azure.containerregistry, name), "__members__")
    }
    assert found == set(ENUMS)


def errors(registry):
    """An error of the class itself, one of a class below it, and one without an answer."""
    client = registry.client(registry.credential())
    refused = registry.credential()
    refused.error = ClientAuthenticationError("no token")
    registry.on("DELETE", ".*", 403, DENIED)
    for act in (
        lambda: client.delete_tag("alpine", "v1"),
        lambda: client.get_tag_properties("alpine", "gone"),
        lambda: registry.client(refused).get_tag_properties("alpine", "v1"),
    ):
        with pytest.raises(HttpResponseError) as raised:
            act()
        yield raised.value


def test_error_attributes(registry):
    denied, missing, without_answer = errors(registry)
    for name, emptiness in ERROR_ATTRIBUTES.items():
        is_none = [getattr(each, name) is None for each in (denied, missing, without_answer)]
        match emptiness:
            case Emptiness.ALWAYS:
                assert all(is_none), name
            case Emptiness.NEVER:
                assert not any(is_none), name
            case Emptiness.SOMETIMES:
                assert is_none[-1], name
    assert denied.model.errors[0].code == "DENIED"
    assert missing.model is None
    assert (denied.status_code, missing.status_code) == (403, 404)
