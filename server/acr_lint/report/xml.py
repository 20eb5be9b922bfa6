"""Text and attributes of XML 1.0 documents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from acr_lint.report.echo import in_xml

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(content: str) -> str:
    """`content` as character data; what XML can't hold becomes U+FFFD."""
    content = _FORBIDDEN.sub("\ufffd", content)
    return in_xml(content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def attributes(values: Mapping[str, str | int]) -> str:
    """The attributes of a start tag, a blank before each."""
    return "".join(f' {name}="{_quoted(str(value))}"' for name, value in values.items())


def _quoted(value: str) -> str:
    """An attribute's value; line ends and tabs are kept from becoming blanks."""
    escaped = text(value).replace('"', "&quot;")
    return escaped.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
