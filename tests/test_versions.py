"""Requirements against versions."""

from __future__ import annotations

import pytest

from acr_lint.versions import allows


@pytest.mark.parametrize(
    ("requirement", "version", "allowed"),
    [
        ("0.1.0", "0.1.0", True),
        ("0.1", "0.1.0", True),
        ("==0.1.0", "0.1.1", False),
        (">=0.1, <1", "0.9.10", True),
        (">=0.10", "0.9", False),
        ("<1", "1.0.0", False),
        ("<=1.0", "1.0.0", True),
        (">1", "1.0.1", True),
        ("!=0.1.0", "0.1.0", False),
        ("~=1.4", "1.9.3", True),
        ("~=1.4", "2.0", False),
        ("~=1.4.2", "1.5.0", False),
        (">=0.1", "0.2.0.dev3", True),
    ],
)
def test_a_version_fits_or_not(requirement: str, version: str, allowed: bool) -> None:
    assert allows(requirement, version) is allowed


@pytest.mark.parametrize("requirement", ["", "latest", ">=x", "=1", "1.*", ">=1,"])
def test_what_is_no_requirement(requirement: str) -> None:
    with pytest.raises(ValueError, match="must be like"):
        allows(requirement, "1.0")
