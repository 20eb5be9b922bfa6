"""The summary of a run over files of which none uses the SDK. It imports nothing: for most files a
hook prints no more than this."""

from __future__ import annotations


def unrelated(checked: int) -> str:
    """What is said of so many files."""
    if checked == 1:
        return "No findings in 1 file, which doesn't use azure.containerregistry\n"
    return f"No findings in {checked} files, none of which uses azure.containerregistry\n"
