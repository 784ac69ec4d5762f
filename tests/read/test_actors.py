import pytest

from onrecord.read.actors import cast
from onrecord.read.parsed import Attribution
from onrecord.values import Document
from tests.read.speech import attributed, heard, parsed


@pytest.mark.parametrize(
    ("text", "name", "role", "party"),
    [
        ("Norwegian Deputy Foreign Minister Ola Brek arrived.", "Ola Brek", "Deputy Foreign Minister", "Norway"),
        ("US Secretary of State Ola Brek arrived.", "Ola Brek", "Secretary of State", "United States"),
        ("President Ola Brek arrived.", "Ola Brek", "President", None),
        ("Mr. Brek arrived.", "Brek", None, None),
        ("General Ola Brek arrived.", "Ola Brek", "General", None),
        ("Chilean Lt. Gen. Ola Brek arrived.", "Ola Brek", "Lt. Gen.", "Chile"),
        ("Ola Brek, Spokesperson for the U.S. Department of State, left.", "Ola Brek", "Spokesperson", "United States"),
        ("Ola Brek, NATO secretary-general, spoke.", "Ola Brek", "secretary-general", "NATO"),
        ("NATO met. The alliance's secretary-general, Ola Brek, spoke.", "Ola Brek", "secretary-general", "NATO"),
        ("Ola Brek, foreign minister of Chile, spoke.", "Ola Brek", "foreign minister", "Chile"),
        ("Ola Brek, Minister of Foreign Affairs of Chile, spoke.", "Ola Brek", "Minister of Foreign Affairs", "Chile"),
        ("Ola Brek, who heads the Iranian delegation, spoke.", "Ola Brek", None, "Iran"),
        ("Ola Brek, representing Chile at the talks, spoke.", "Ola Brek", None, "Chile"),
        ("Delegates heard President Ola Brek of Brazil speak.", "Ola Brek", "President", "Brazil"),
        ("Chair Ola Brek (Norway) spoke.", "Ola Brek", "Chair", "Norway"),
        ("Chile's Ola Brek spoke.", "Ola Brek", None, "Chile"),
        ("Kremlin spokesman Ola Brek spoke.", "Ola Brek", "Kremlin spokesman", "Russia"),
        ("US ambassador to Russia Ola Brek spoke.", "Ola Brek", "ambassador to Russia", "United States"),
        ("Deputy Iranian Finance Minister Ola Brek spoke.", "Ola Brek", "Deputy Finance Minister", "Iran"),
        ("Chilean energy and mines minister Ola Brek spoke.", "Ola Brek", "energy and mines minister", "Chile"),
        ("Former Chilean president Ola Brek spoke.", "Ola Brek", "president", None),
        ("Chilean opposition leader Ola Brek spoke.", "Ola Brek", "opposition leader", None),
        ("Ola Brek, a Chilean economist, spoke.", "Ola Brek", "economist", None),
        ("Ola Brek, a director at the University of Chile, spoke.", "Ola Brek", "director at the University", None),
        ("Ambassador Ola Brek, envoy for Iran, spoke.", "Ola Brek", "Ambassador", None),
    ],
)  # fmt: skip
def test_role_and_party(text, name, role, party):
    told = cast(parsed(text, ["Ola Brek", "Brek"]), Document(id="t", text=text), ())
    actor = told.actors[0]
    assert (actor.name, actor.party) == (name, party)
    assert (actor.role or "").removeprefix("Former ") == (role or "")
    assert all(text[s.start : s.end] == s.exact for s in (*actor.mentions, *actor.evidence))


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        ("Ola Brek spoke. Brek added. He left.", ["Ola Brek", "Brek", "He"], ["Ola Brek"] * 3),
        ("Oskar Holm met Anna Lund. She said no.", ["She"], ["Anna Lund"]),
        ("Ms. Falk met Mr. Brek. She said no. He said yes.", ["She", "He"], ["Falk", "Brek"]),
        ("Ola Brek said Una Falk lied. He laughed.", ["Ola Brek", "He"], ["Ola Brek", "Ola Brek"]),
        ("Ola Brek, who opposed it, said no.", ["who"], ["Ola Brek"]),
        ("Ola Brek and Ida Brek came. Brek said no.", ["Brek said"], ["Brek"]),
        ("It rained. He said no.", ["He"], [None]),
        ("CARACAS, May 2 - Ola Brek said no.", ["CARACAS, May 2 - Ola Brek"], ["Ola Brek"]),
    ],
)
def test_names_and_pronouns(text, sources, names):
    people = ["Ola Brek", "Una Falk", "Ida Brek", "Brek", "Falk", "Oskar Holm", "Anna Lund"]
    found = heard(text, *(s.removesuffix(" said") for s in sources[:-1]), sources[-1], people=people)[1]
    if sources[-1].endswith(" said"):
        at = text.index(sources[-1])
        found = [heard(text, people=people)[0].resolve(((at, at + 4),), at)]
    assert [r.speaker.name for r in found] == names


GROUP = (
    "Norwegian Foreign Minister Ola Brek met Chilean President Una Falk and Norwegian Prime Minister Ida Holm. "
    "It was cold. {} said no."
)


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("The foreign minister", "Ola Brek"),
        ("The president", "Una Falk"),
        ("The Chilean leader", "Una Falk"),
        ("The Norwegian leader", "Ida Holm"),
        ("The premier", "Ida Holm"),
        ("The diplomat", "Ola Brek"),
        ("Norway's top diplomat", "Ola Brek"),
        ("The leader", None),  # two were named
        ("The Chilean diplomat", None),  # none was
        ("The general", None),
        ("A minister", None),
        ("Ministers", None),
    ],
)
def test_descriptions(description, name):
    told, found = heard(GROUP.format(description), description, people=["Ola Brek", "Una Falk", "Ida Holm"])
    assert found[0].speaker.name == name
    if name is None:
        assert found[0].speaker.type == "unnamed"
        assert found[0].speaker.role.casefold() in description.casefold()
    else:
        actor = next(a for a in told.actors if a.name == name)
        assert description.removeprefix("The ") in [m.exact for m in actor.mentions]


@pytest.mark.parametrize(
    ("source", "name", "kind", "role", "party"),
    [
        ("Moscow", "Russia", "government", None, "Russia"),
        ("The United States", "United States", "government", None, "United States"),
        ("the U.S.", "United States", "government", None, "United States"),
        ("the White House", "United States", "government", None, "United States"),
        ("The government of Chilean President Ola Brek", "Government of Chile", "government", None, "Chile"),
        ("the Chilean government", "Government of Chile", "government", None, "Chile"),
        ("the Chilean Foreign Ministry", "Chilean Foreign Ministry", "government", None, "Chile"),
        ("the State Department", "State Department", "government", None, "United States"),
        ("the Norwegian side", "Norway", "government", None, "Norway"),
        ("NATO", "NATO", "organisation", None, "NATO"),
        ("The Harbour Post", "The Harbour Post", "organisation", None, None),
        ("a senior administration official", None, "unnamed", "senior administration official", None),
        ("officials", None, "unnamed", "officials", None),
        ("US officials", None, "unnamed", "US officials", "United States"),
        ("one NATO diplomat", None, "unnamed", "one NATO diplomat", "NATO"),
        ("two diplomats", None, "unnamed", "two diplomats", None),
        ("a spokesman for Ola Brek", None, "unnamed", "spokesman for Ola Brek", None),
        ("Ola Brek's aides", None, "unnamed", "Ola Brek's aides", None),
        ("Ola Brek's spokesman, Una Falk,", "Una Falk", "person", "spokesman", None),
    ],
)
def test_sources_without_a_name_of_a_person(source, name, kind, role, party):
    text = f"This is false, {source} said."
    found = heard(text, source, people=["Ola Brek", "Una Falk"], organs=["The Harbour Post"])[1][0].speaker
    assert (found.name, found.type, found.role, found.party) == (name, kind, role, party)


def test_an_unnamed_source_is_taken_up():
    text = "A senior Chilean official said no. The official said why. He left. Ola Brek spoke."
    found = heard(text, "A senior Chilean official", "The official", "He", people=["Ola Brek"])[1]
    assert {(r.speaker.name, r.speaker.role, r.speaker.party) for r in found} == {
        (None, "senior Chilean official", "Chile")
    }


def test_several_speak_jointly():
    text = "Brek and Falk said no. Norway and Chile agreed. Ola Brek and Una Falk left."
    found = heard(text, "Brek and Falk", "Norway and Chile", people=["Ola Brek", "Una Falk", "Brek", "Falk"])[1]
    assert [(r.speaker.name, [a.name for a in r.alongside]) for r in found] == [
        ("Ola Brek", ["Una Falk"]),
        ("Norway", ["Chile"]),
    ]


def test_i_is_whoever_speaks_the_quotation():
    text = "Ola Brek warned. “I said no,” Una Falk said."
    inner, outer = attributed(text, "I", "Una Falk")
    outer = Attribution(outer.source, (), ((text.index("“"), text.index("”") + 1),), 1.0)
    told = cast(parsed(text, ["Ola Brek", "Una Falk"]), Document(id="t", text=text), (inner, outer))
    assert [r.speaker.name for r in told.resolve_all((inner, outer))] == ["Una Falk", "Una Falk"]


def test_i_in_a_transcript_is_the_last_label():
    text = "Ola Brek came.\nMR. BREK: I said no.\nQ: I see.\nSENIOR OFFICIAL: We do not."
    told = heard(text, people=["Ola Brek"])[0]
    places = [text.index("I said"), text.index("I see"), text.index("We do")]
    speakers = [told.resolve(((at, at + n),), at).speaker for at, n in zip(places, (1, 1, 2), strict=True)]
    assert [(s.name, s.role) for s in speakers] == [("Ola Brek", None), (None, None), (None, "SENIOR OFFICIAL")]


def test_no_source_is_nobody():
    told = heard("It is said.")[0]
    speaker = told.resolve((), 3).speaker
    assert (speaker.name, speaker.type, speaker.role) == (None, "unnamed", None)


def test_find_gives_the_person_of_a_mention():
    text = "Norwegian envoy Ola Brek came. Brek left Oslo."
    told = heard(text, people=["Ola Brek", "Brek"])[0]
    at = text.rindex("Brek")
    assert told.find((at, at + 4)).name == "Ola Brek"
    assert told.find((text.index("Oslo"), len(text))) is None


def test_one_name_two_people():
    text = "Ola Brek spoke. His wife, Ida Brek, listened. Brek left."
    told = heard(text, people=["Ola Brek", "Ida Brek"])[0]
    at = text.index("Brek left")
    assert told.find((at, at + 4)).name == "Ola Brek"


def test_a_governments_own_readout_names_its_official():
    text = "President Brek called President Una Falk of Chile."
    title = "Readout of President Brek’s Call with President Falk"
    document = Document(id="t", text=text, title=title, outlet="The White House", genre="readout")
    told = cast(parsed(text, ["Brek", "Una Falk"]), document, ())
    assert [(a.name, a.party) for a in told.actors] == [("Brek", "United States"), ("Una Falk", "Chile")]


def test_who_are_people_though_the_entity_head_missed_them():
    text = "Norwegian Foreign Minister Ola Brek spoke. Brek left. The Brek Foundation paid."
    told = cast(parsed(text), Document(id="t", text=text), ())
    assert [(a.name, a.role, [m.start for m in a.mentions]) for a in told.actors] == [
        ("Ola Brek", "Foreign Minister", [27, 43])
    ]
