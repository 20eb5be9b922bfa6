"""What a symptom is: facts about one failure, and what they mean.

A *fact* is one thing that a log or a traceback says, by these names:

    exception  the class, without its module; RuntimeWarning for a warning
    text       its message, the first line
    status     the number of the HTTP status
    code       the code in the error body, as DENIED; `message` its message
    challenge  the error in the registry's challenge, as insufficient_scope
    sent       what was answered: "operation", or of the two requests for a token "exchange" (an
               Entra token becomes a refresh token) and "token" (an access token is asked for)
    client     "anonymous" or "credential"
    operation  the SDK's operation that was under way; `kind` is "read" or "write"
    through    "sdk" where the traceback goes through the SDK, "identity" where it ends in
               azure.identity, "other" where it goes through neither
    secret     a kind of token that is written out
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from acr_lint.text.record import NamedTuple

Facts = Mapping[str, str]


class Symptom(NamedTuple):
    """A failure that is known by its facts; each in `when` matches a regular expression whole.

    A fact that isn't known is "". `section` is an anchor in the guide, `rules` are the codes of
    the rules that find the cause in the code before it runs. `steps` say what to do, in order.
    """

    name: str
    when: Facts
    title: str
    meaning: str
    steps: tuple[str, ...]
    section: str
    rules: tuple[str, ...] = ()

    def fits(self, facts: Facts) -> bool:
        """Whether the facts are those of this failure."""
        return all(
            re.fullmatch(pattern, facts.get(name, "")) for name, pattern in self.when.items()
        )
