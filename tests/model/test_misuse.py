"""Promises that are used in a way that does nothing."""

from __future__ import annotations

import pytest

from tests.model.programs import model_of

_MAKE = 'client = ContainerRegistryClient("e", cred)\npager = client.list_repository_names()\n'


@pytest.mark.parametrize(
    ("use", "twice"),
    [
        ("list(pager)\nlist(pager)", True),
        ("for name in pager:\n    print(name)\nsorted(pager)", True),
        ("[name for name in pager]\nfor name in pager:\n    print(name)", True),
        ("for name in pager:\n    break\nlist(pager)", False),
        ("next(pager)\nlist(pager)", False),
        ("if flag(1):\n    list(pager)\nlist(pager)", False),
        ("list(pager)\npager = client.list_repository_names()\nlist(pager)", False),
        ("for _ in range(3):\n    list(client.list_repository_names())", False),
    ],
)
def test_a_pager_is_spent_after_its_end(use: str, twice: bool) -> None:
    model = model_of(_MAKE + use)
    assert any(fact.how == "advanced twice" for fact in model.misused) is twice


def test_a_star_import_hides_no_builtin() -> None:
    model = model_of("from somewhere import *\n" + _MAKE + "list(pager)\nlist(pager)")
    assert any(fact.how == "advanced twice" for fact in model.misused)
