"""Readouts and statements: what they say without attributing it is their issuer's. Read with the shipped model."""

from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.values import Document, Reading, Statement

VARNIA = "Ministry of Foreign Affairs of Varnia"
READOUT = """FOR IMMEDIATE RELEASE

Foreign Minister Ilya Dorn spoke today with Foreign Minister Maren Tolvik of Ostrel.

The Minister made clear that Varnia would not recognise the station on Skerra.

Varnia will keep its patrol boats in the strait until the radar is dismantled.

Participants included the ambassadors of both states.

###
"""


def read(text: str, title: str, outlet: str | None = VARNIA) -> Reading:
    return read_with(
        Document(id="r", title=title, outlet=outlet, published="2027-03-03", genre="readout", text=text), load()
    )


def own(reading: Reading) -> list[Statement]:
    return [s for s in reading.statements if not s.source]


def said(statement: Statement) -> str:
    return " ".join(span.exact for span in statement.content)


def test_a_readout_speaks_for_its_publisher() -> None:
    reading = read(READOUT, "Readout of Foreign Minister Ilya Dorn's Call with Foreign Minister Maren Tolvik")
    (statement,) = own(reading)
    assert said(statement) == "Varnia will keep its patrol boats in the strait until the radar is dismantled."
    assert (statement.speaker.name, statement.speaker.type, statement.speaker.party) == (VARNIA, "government", "Varnia")
    assert (statement.quotation, statement.cue, statement.confidence) == ("direct", (), 1.0)
    assert statement.said_on is not None
    assert statement.said_on.date == "2027-03-03"
    assert VARNIA in [actor.name for actor in reading.actors]


def test_what_a_readout_attributes_is_read_as_before() -> None:
    reading = read(READOUT, "Readout of Foreign Minister Ilya Dorn's Call with Foreign Minister Maren Tolvik")
    attributed = [s for s in reading.statements if s.source]
    assert [(s.quotation, s.relayed_by) for s in attributed] == [("indirect", None)]


def test_a_statement_by_someone() -> None:
    text = "We will not return to Kelmar while the radar turns. Ostrel has broken its word twice this year.\n\n###\n"
    found = own(read(text, "Statement by Foreign Ministry Spokeswoman Petra Sand on the Kelmar Talks"))
    assert [(s.speaker.name, s.speaker.role, s.speaker.party) for s in found] == [
        ("Petra Sand", "Foreign Ministry Spokeswoman", "Varnia")
    ] * 2
    assert found[0].kind == "refusal"


def test_we_in_a_statement_is_its_issuer() -> None:
    text = "We urge Ostrel to switch off the radar on Skerra at once."
    (statement,) = read(text, "Statement by Foreign Minister Ilya Dorn").statements
    assert (statement.speaker.name, statement.speaker.party) == ("Ilya Dorn", "Varnia")


def test_the_president_without_a_country_is_the_publishers() -> None:
    text = "The President reaffirmed that the fleet will stay in the strait."
    (statement,) = read(text, "Readout of the President's Meeting with the Council").statements
    assert (statement.speaker.name, statement.speaker.role, statement.speaker.party) == (None, "President", "Varnia")


def test_a_known_seat_publishes_for_its_state() -> None:
    text = "The talks in Kelmar cannot succeed without a ceasefire in the strait."
    (statement,) = own(read(text, "Fact Sheet: The Kelmar Talks", "The White House"))
    assert (statement.speaker.name, statement.speaker.type, statement.speaker.party) == (
        "United States", "government", "United States",
    )  # fmt: skip


def test_a_joint_statement() -> None:
    text = "Both sides will pull their boats back from the median line by April 1."
    statement = own(read(text, "Joint Statement by Varnia and NATO"))[0]
    assert (statement.speaker.party, [a.party for a in statement.alongside]) == ("Varnia", ["NATO"])


def test_a_presidents_office_publishes_for_the_state() -> None:
    text = "Ostrel must release the crew at once."
    (statement,) = own(read(text, "Statement from President Una Brek", "Office of the President of Varnia"))
    assert (statement.speaker.name, statement.speaker.party) == ("Una Brek", "Varnia")


def test_a_release_of_nobody_known_states_nothing_of_its_own() -> None:
    text = "The talks in Kelmar cannot succeed without a ceasefire in the strait."
    assert own(read(text, "Fact Sheet: The Kelmar Talks", "The Harbour Tribune")) == []
    assert own(read(text, "Fact Sheet: The Kelmar Talks", None)) == []
