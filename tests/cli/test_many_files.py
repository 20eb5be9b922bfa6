"""300,000 files and a terminal: how far the check is is shown, and it finds the one that counts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import ANONYMOUS, PLAIN

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals"),
]
FOLDERS, FILES = 300, 1000


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """Links to one file a folder: making them takes half the time of making files."""
    root = tmp_path / "project"
    for folder in range(FOLDERS):
        package = root / f"p{folder}"
        package.mkdir(parents=True)
        (package / "m0.py").write_text(PLAIN)
        for number in range(1, FILES):
            os.link(package / "m0.py", package / f"m{number}.py")
    (root / "p7" / "hit.py").write_text(ANONYMOUS)
    yield root
    shutil.rmtree(root)


def _drain(terminal: int, into: list[bytes]) -> None:
    """Read what is written to a terminal until nobody writes any more."""
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            return
        if not data:
            return
        into.append(data)


def test_the_one_file_that_counts_is_found(project: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    written: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(ours, written))
    reader.start()
    command = (sys.executable, "-m", "acr_lint", "--select", "ACR101", "--output-format", "concise")
    done = subprocess.run(
        command, cwd=project, stdout=subprocess.PIPE, stderr=theirs, text=True, check=False
    )
    os.close(theirs)
    reader.join()
    os.close(ours)
    assert done.returncode == 1
    assert done.stdout.startswith("p7/hit.py:")
    assert f"Found 1 finding (1 error) in 1 of {FOLDERS * FILES + 1} files\n" in done.stdout
    shown = b"".join(written).decode()
    stage = r"(searching|looking in) [^\r]*/project[^\r]*|following the program through 1 file"
    assert re.search(rf"\r\x1b\[Kacr-lint: ({stage}) …", shown), shown
    assert shown.endswith("\r\x1b[K")
