"""The sections of the guide against its headings."""

from __future__ import annotations

from acr_lint.sdk.guide import GUIDE_URL, SECTIONS, url

HEADINGS = """
# Troubleshoot Azure Container Registry client library issues
## General Troubleshooting
### Enable client logging
### Optional Configuration
## Troubleshooting authentication errors
### HTTP 401 Errors
#### Anonymous access issues
### HTTP 403 Errors
#### Insufficient permissions
#### Network access issues
"""
"""Those of TROUBLESHOOTING.md in the source of azure-containerregistry 1.2.0."""


def test_sections_are_the_headings_of_the_guide():
    titles = [line.lstrip("# ") for line in HEADINGS.splitlines() if line.startswith("##")]
    assert [section.title for section in SECTIONS.values()] == titles
    assert list(SECTIONS) == [title.lower().replace(" ", "-") for title in titles]


def test_summaries_are_single_sentences():
    for section in SECTIONS.values():
        assert section.summary[0].isupper()
        assert not section.summary.endswith(".")
        assert ". " not in section.summary


def test_url():
    assert url("http-401-errors") == f"{GUIDE_URL}#http-401-errors"
    assert url("") == GUIDE_URL
    assert GUIDE_URL.startswith("https://github.com/Azure/azure-sdk-for-python/blob/main/sdk/")
