"""All symptoms, in the order in which they are tried."""

from __future__ import annotations

from acr_lint.sdk.symptoms.misuses import MISUSES
from acr_lint.sdk.symptoms.network import NETWORK
from acr_lint.sdk.symptoms.refusals import REFUSALS
from acr_lint.sdk.symptoms.symptom import Facts, Symptom

SYMPTOMS: tuple[Symptom, ...] = (*MISUSES, *NETWORK, *REFUSALS)


def symptom_of(facts: Facts) -> Symptom | None:
    """What the facts of a failure are a symptom of; None where that isn't known."""
    return next((symptom for symptom in SYMPTOMS if symptom.fits(facts)), None)
