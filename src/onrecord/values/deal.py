"""The nouns of a deal: issues with their resolutions, and parties with scores, thresholds and vetoes.

A package is one resolution for every issue. It is written by letter and number, ``A1B3``: the first resolution of the
first issue, the third of the second. Numbers are decimals, so that a sum that meets a threshold on paper meets it here.
"""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from onrecord.values import Noun
from onrecord.values.conflict import Line

DECIMALS = 6
MOST = 10**9
Number = Annotated[Decimal, Field(ge=-MOST, le=MOST, decimal_places=DECIMALS, allow_inf_nan=False)]


class Bounds(Noun):
    """A number that lies from ``low`` to ``high``; where they are equal, it is known."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"{self.low} to {self.high} is no range")
        return self

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


class DealIssue(Line):
    """What is to be settled, and the ways in which it can be."""

    name: str
    resolutions: tuple[str, ...]


class Scores(Line):
    """What each resolution of one issue is worth to a party.

    With ``ranks`` (1 is the best; equal ranks are worth the same), only the order is known between the worth of the
    worst and the best: a better rank is worth as much or more. ``bounds`` then holds how far each can go.
    """

    bounds: tuple[Bounds, ...]
    ranks: tuple[int, ...] | None = None


class Threshold(Line):
    """The least total that a party accepts: what it has without a deal."""

    bounds: Bounds


class DealParty(Line):
    """A side at the table; ``scores`` in the order of the issues. Without its yes, where it has a veto, no deal is."""

    name: str
    scores: tuple[Scores, ...]
    threshold: Threshold
    veto: bool = False


class Negotiation(Noun):
    """Issues and parties. A deal needs every veto party, and all parties but ``all_but`` at the most."""

    title: str
    issues: tuple[DealIssue, ...]
    parties: tuple[DealParty, ...]
    all_but: Annotated[int, Field(ge=0)] = 0


def exactly(number: Decimal | float) -> Bounds:
    """A number that is known."""
    return Bounds(low=Decimal(str(number)), high=Decimal(str(number)))


def ranked(ranks: tuple[int, ...], worst: Decimal | float, best: Decimal | float) -> Scores:
    """Scores of which only the order is known, and what the worst and the best resolution are worth."""
    between = Bounds(low=Decimal(str(worst)), high=Decimal(str(best)))
    ends = {max(ranks): exactly(worst), min(ranks): exactly(best)} if len(set(ranks)) > 1 else {}
    return Scores(bounds=tuple(ends.get(rank, between) for rank in ranks), ranks=ranks)
