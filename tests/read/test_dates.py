"""Date expressions as a table: text, publication date, what each stands for."""

import pytest

from onrecord.read.dates import dated
from tests.read.located import parsed

FRIDAY = "2027-03-05"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met on March 3.", {"March 3": "2027-03-03"}),
        ("They met on 3 March 2026.", {"3 March 2026": "2026-03-03"}),
        ("They met on Jan. 10, 2022.", {"Jan. 10, 2022": "2022-01-10"}),
        ("They met on the 10th of January.", {"the 10th of January": "2027-01-10"}),
        ("Talks run March 18-20 in Kelmar.", {"March 18-20": "2027-03-18"}),
        ("Filed 2027-02-11.", {"2027-02-11": "2027-02-11"}),
        ("He said on Monday that talks failed.", {"Monday": "2027-03-01"}),
        ("He said on Friday that talks failed.", {"Friday": "2027-03-05"}),
        ("They will meet on Monday.", {"Monday": "2027-03-08"}),
        ("He said on Monday that they would meet on Tuesday.", {"Monday": "2027-03-01", "Tuesday": "2027-03-09"}),
        ("Last Tuesday they met; next Tuesday they will.", {"Last": None, "next Tuesday": "2027-03-09"}),
        ("Yesterday talks failed, and tomorrow they resume.", {"Yesterday": "2027-03-04", "tomorrow": "2027-03-06"}),
        ("Talks this week failed.", {"this week": "2027-03-01"}),
        ("Talks began last month.", {"last month": "2027-02"}),
        ("Talks began two days ago.", {"two days ago": "2027-03-03"}),
        ("The treaty of 1998 holds.", {"1998": "1998"}),
        ("In January 2026 it rained.", {"January 2026": "2026-01"}),
        ("They will meet in September.", {"September": "2027-09"}),
        ("They met on March 3. On the eve of it they dined.", {"March 3": "2027-03-03", "On the eve of": "2027-03-02"}),
        ("They met on March 3; a day earlier they dined.", {"March 3": "2027-03-03", "a day earlier": "2027-03-02"}),
        ("They may march on.", {}),
        ("Some 1,998 boats and 2,027 men.", {}),
        ("March 30 percent tax.", {}),
        ("It happened on February 31.", {}),
        ("“We met yesterday,” he said.", {}),
        ("The day before, they dined.", {}),
    ],
)
def test_dates(text: str, found: dict[str, str | None]) -> None:
    wanted = {words: iso for words, iso in found.items() if iso}
    made = {text[slice(*d.span)]: d.when.date for d in dated(parsed(text), FRIDAY)}
    assert {k: v for k, v in made.items() if k in wanted} == wanted
    assert len(made) == len(found)


def test_without_a_publication_date_only_whole_dates_are_resolved() -> None:
    text = "On Monday, March 3, and on 4 March 2027, and in 1998, and yesterday."
    assert [text[slice(*d.span)] for d in dated(parsed(text), None)] == ["4 March 2027", "1998"]


def test_the_evidence_of_an_eve_is_the_day_it_is_told_from() -> None:
    text = "They met on March 3. On the eve of it they dined."
    _, eve = dated(parsed(text), FRIDAY)
    assert [text[slice(*r)] for r in eve.evidence] == ["On the eve of", "March 3"]


def test_a_week_keeps_its_precision() -> None:
    (week,) = dated(parsed("Talks this week failed."), FRIDAY)
    assert week.when.precision == "week"
