import pytest

from onrecord.read.lexicon import alliances, states
from onrecord.read.parties import gazetteer
from onrecord.values import Document
from tests.read.speech import parsed


def parties(text="", places=(), people=(), published=None):
    return gazetteer(parsed(text, people, places), Document(id="t", text=text, published=published))


@pytest.mark.parametrize(
    ("surface", "party"),
    [
        ("the United States", "United States"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("the U.S.", "United States"),
        ("the Americans", "United States"),
        ("Washington", "United States"),
        ("the White House", "United States"),
        ("the U.S. Department of State", "United States"),
        ("the State Department", "United States"),
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("the Russian Federation", "Russia"),
        ("Britons", "United Kingdom"),
        ("Downing Street", "United Kingdom"),
        ("PRC", "China"),
        ("DPRK", "North Korea"),
        ("South Korean", "South Korea"),
        ("Tehran", "Iran"),
        ("NEW ZEALAND", "New Zealand"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Kosovo", "Kosovo"),
        ("the Holy See", "Holy See"),
        ("North Atlantic Treaty Organization", "NATO"),
        ("Brussels", "European Union"),
        ("G-77/CHINA", "G-77"),
        ("the Iranian Foreign Ministry", "Iran"),
        ("Ministry of Foreign Affairs of Norway", "Norway"),
        ("the government of Chile", "Chile"),
        ("Chile's government", "Chile"),
        ("the Norwegian delegation", "Norway"),
    ],
)
def test_names_adjectives_seats_and_organs(surface, party):
    assert parties().party_of(surface) == party


@pytest.mark.parametrize(
    "surface",
    ["us", "Korea", "Congo", "George Washington", "Washington Post", "Latin American", "New Mexico",
     "the Foreign Ministry", "the alliance", "Ukrainian border", "Russia and Norway", "", "polish"],
)  # fmt: skip
def test_no_guess(surface):
    assert parties().party_of(surface) is None


def test_a_state_that_the_document_introduces():
    text = "The Varnian foreign minister left Torvek, the Varnian capital. Varnia wants peace. "
    known = parties(text + "Kesh's prime minister and Keshi aides came.", ["Varnia", "Torvek", "Kesh"])
    names = ("Varnia", "Varnian", "Varnians", "Torvek", "the Varnian Foreign Ministry", "Keshi")
    assert [known.party_of(s) for s in names] == ["Varnia"] * 5 + ["Kesh"]


@pytest.mark.parametrize(
    "text", ["Torvek lies on the river.", "The mayor of Torvek met Torvekian shopkeepers in Texas."]
)
def test_a_town_is_no_state(text):
    assert parties(text, ["Torvek", "Texas"]).party_of("Torvek") is None


@pytest.mark.parametrize(
    ("text", "noun", "party"),
    [
        ("NATO met. The alliance agreed.", "the alliance", "NATO"),
        ("The EU spoke.", "the bloc", "European Union"),
        ("The EU and the African Union met.", "the bloc", None),
        ("The IAEA came.", "the agency", "IAEA"),
    ],
)
def test_nouns_recall_the_one_organisation_they_can_mean(text, noun, party):
    assert parties(text).party_of(noun) == party


@pytest.mark.parametrize(
    ("text", "published", "party"),
    [
        ("Soviet envoys flew in.", "1987-03-01", "Soviet Union"),
        ("The Kremlin replied.", "1987-03-01", "Soviet Union"),
        ("Soviet envoys flew in.", None, "Soviet Union"),
        ("Russia recalled its Soviet past.", None, "Russia"),
        ("Russia recalled its Soviet past.", "2022-01-10", "Russia"),
    ],
)
def test_a_seat_of_two_states_means_the_one_of_its_time(text, published, party):
    assert parties(text, published=published).party_of("Moscow") == party


def test_a_persons_name_is_no_state():
    text = "Michael Jordan met Jordan's king."
    assert [(o.start, o.party) for o in parties(text, people=["Michael Jordan"]).occurrences] == [(19, "Jordan")]


def test_the_lists_are_whole():
    present = [s for s in states() if not s.until]
    assert len(present) == len({s.name for s in present}) == 197  # 193 members, Holy See, Kosovo, Palestine, Taiwan
    nameless = {"Holy See", "Dominica", "Republic of the Congo"}  # adjectives that would mean another, or none
    assert all(s.adjectives for s in present if s.name not in nameless)
    wanted = {"NATO", "OSCE", "European Union", "United Nations", "IAEA", "ASEAN", "African Union", "G-77"}
    assert wanted <= {a.name for a in alliances()}
