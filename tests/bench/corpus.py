"""A large tree of real code: packages as a registry has them, unpacked into one repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

PACKAGES = (
    "django==5.2.19",
    "azure-containerregistry==1.2.0",
    "azure-cli==2.91.0",
    "homeassistant==2024.3.3",
    "transformers==5.24.0",
    "sympy==1.14.0",
    "sqlalchemy==2.1.9",
    "kubernetes==37.0.2",
    "nova==34.0.0",
    "neutron==29.0.0",
    "google-ads==34.0.0",
    "pulumi-aws==7.51.1",
    "stripe==16.1.0",
    "plotly==7.1.0",
    "azure-ai-ml==1.35.2",
    "google-cloud-compute==1.57.0",
    "apache-airflow-core==3.3.2",
    "ansible-core==2.19.14",
    "twisted==26.10.0",
    "pulumi-kubernetes==4.34.2",
    "azure-storage-blob==12.31.1",
)
"""The first has what other parts need; the second comes with its samples and tests."""
_WITH_SAMPLES = "azure-containerregistry"
_IGNORED = """\
__pycache__/
*.py[cod]
*.egg-info/
.venv/
venv/
*.log
!keep.log
/local_settings.py
docs/_build/
"""
_NESTED = "/generated/\n*.tmp\n!keep.py\n"


def tree(cache: Path, count: int) -> Path:
    """A repository with the first `count` packages, which is made where `cache` has none yet.

    It has an ignored folder of Python files as well, and ignore rules in every package.
    """
    packages = PACKAGES[:count]
    made = cache / f"tree-{len(packages)}"
    if made.exists():
        return made
    building = cache / f"{made.name}.new"
    shutil.rmtree(building, ignore_errors=True)
    for package in packages:
        name = package.partition("=")[0]
        print(f"fetching {package}", file=sys.stderr)
        _unpack(_fetched(package, cache / "packages"), building / name)
        (building / name / ".gitignore").write_text(_NESTED)
    shutil.copytree(building / packages[0].partition("=")[0], building / "venv")
    (building / ".gitignore").write_text(_IGNORED)
    _git(building, "init", "-q")
    _git(building, "add", "-A")
    _git(building, "-c", "user.name=bench", "-c", "user.email=", "commit", "-q", "-m", "Packages")
    building.rename(made)
    return made


def python_files(folder: Path) -> list[Path]:
    """The Python files of a repository that git doesn't ignore, in the order of their names."""
    told = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return [folder / name for name in told.stdout.splitlines()]


def _fetched(package: str, folder: Path) -> Path:
    """The archive of a package, fetched where the folder doesn't have it."""
    below = folder / package
    if not any(below.glob("*")):
        source = package.startswith(_WITH_SAMPLES)
        kind = "--no-binary" if source else "--only-binary"
        command = ("-m", "pip", "download", "-q", "--no-deps", kind, ":all:", "-d", str(below))
        subprocess.run([sys.executable, *command, package], check=True, stdout=sys.stderr)
    return next(below.glob("*"))


def _unpack(archive: Path, folder: Path) -> None:
    if archive.name.endswith(".tar.gz"):
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
    else:
        with zipfile.ZipFile(archive) as file:
            file.extractall(folder)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)
