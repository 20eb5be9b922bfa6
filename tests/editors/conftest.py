from __future__ import annotations

from pathlib import Path

import pytest

from tests.editors.author import Author, at_work


@pytest.fixture
def writer(tmp_path: Path) -> Author:
    """An author whose editor has no settings yet."""
    return at_work(tmp_path)
