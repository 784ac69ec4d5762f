"""Why an answer about positions is empty, in words that say what to do."""

from onrecord.publish.wording import date_text
from onrecord.weigh.sides import Sides
from onrecord.weigh.weighed import Weighed

SUGGESTED = "Stances are suggestions, read from the words: read those before you rely on one (docs/stance.md)."


def why_none(weighed: Weighed, title: str) -> str:
    """Why nothing stands under a title: nothing on record, nobody of the dossier's, no issue, or simply none."""
    day = f" by {date_text(weighed.as_of)}" if weighed.as_of else ""
    said = weighed.said
    if not said:
        return f"Nothing is on record{day}. Add documents with: onrecord add"
    if not weighed.dossier.issues:
        return "The dossier names no issue. Write one into it, or let: onrecord dossier draft propose some."
    bearing = len(said) - len(weighed.unsorted)
    if not bearing:
        return (
            f"None of the {_statements(len(said))} on record{day} is about an issue of the dossier. "
            "See what they are about with: onrecord unsorted, and give the issues phrases that they use."
        )
    sides = Sides(weighed.dossier)
    if not any(sides.of(s) for s in said if weighed.bearings.get(s.id)):
        return (
            f"None of the {_statements(bearing)} on record{day} that are about an issue speaks for a party of the "
            "dossier. Give the parties the names that the record uses: onrecord dossier check"
        )
    return f"{title}: none among the {_statements(bearing)} on record{day} that are about an issue. {left(weighed)}"


def left(weighed: Weighed) -> str:
    """How many statements are in no answer about positions."""
    rest = len(weighed.unsorted)
    if not rest:
        return f"Every statement is about an issue. {SUGGESTED}"
    return f"{rest} of {_statements(len(weighed.said))} left unsorted: onrecord unsorted lists them. {SUGGESTED}"


def _statements(count: int) -> str:
    return f"{count} statement{'s' * (count != 1)}"
