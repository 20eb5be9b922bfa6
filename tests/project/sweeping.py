"""A project to sweep, and what sweeps of it find."""

from __future__ import annotations

from pathlib import Path

from acr_lint.project.importers import Importers, sought_of
from acr_lint.project.sweep import Keeper, Swept, sweep
from acr_lint.project.walk import Folder, Walk
from acr_lint.settings import DEFAULT

MAKES = "from azure.containerregistry import ContainerRegistryClient\n" \
    "def make(): return ContainerRegistryClient('u')\n"  # fmt: skip


def made(folder: Path) -> Path:
    """A project of forty folders; one makes a client, which others use through each other; files
    that are ignored make one, too."""
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("ignored_*.py\n")
    for number in range(40):
        package = folder / f"pkg{number}"
        package.mkdir()
        (package / "plain.py").write_text("import os\nfrom pkg7 import clients\n" * (number % 2))
        (package / f"ignored_{number}.py").write_text(MAKES)
        if number % 3 == 0:
            (package / "uses.py").write_text(
                "from pkg7.clients import make\ndef run():\n    make().delete_tag('r', 't')\n"
                + (f"from pkg{number - 3} import uses\nuses.run()\n" if number else "")
            )
    (folder / "pkg7" / "clients.py").write_text(MAKES)
    (folder / "pkg8" / "b\udc80.py").write_bytes(MAKES.encode())
    return folder


def folders_of(project: Path) -> list[Folder]:
    return [*Walk(str(project), lambda folder: DEFAULT)]


def swept(
    project: Path, jobs: int, note_all: bool = True, room: int = 0
) -> tuple[dict[str, bytes], list[str]]:
    """The files that mention the SDK, and those that import what makes clients."""
    importers = Importers()
    found = sweep(folders_of(project), importers, Keeper(room), jobs, note_all)
    if found.unnoted:
        sweep(found.unnoted, importers, Keeper(room), jobs, note_all=True)
    return shown(project, found, importers)


def shown(project: Path, found: Swept, importers: Importers) -> tuple[dict[str, bytes], list[str]]:
    """What was found, and noted: the same when it is asked again, and when more is noted."""
    assert not found.unread
    sought = [*sought_of([f"{project}/pkg7/clients.py"], [str(project)])]
    importing = [*importers.of(sought)]
    importers.note("/other", {"a.py": b"import a"})
    assert [*importers.of(sought)] == importing
    importers.end()
    return found.mentioning, importing
