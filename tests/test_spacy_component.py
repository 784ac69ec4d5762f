"""The spaCy component on a real pipeline."""

import spacy

import onrecord.spacy_component  # noqa: F401  what the entry point of an installed package does

TEXT = "Varnian Foreign Minister Ilya Dorn said on Monday that Varnia would not leave the strait to anyone else."


def test_reading_and_span_groups() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"published": "2027-03-03"})
    doc = nlp(TEXT)
    (statement,) = doc._.reading.statements
    assert statement.speaker.name == "Ilya Dorn"
    assert [s.text for s in doc.spans["onrecord.content"]] == [" ".join(c.exact for c in statement.content)]
    assert {s.id_ for s in doc.spans["onrecord.source"]} == {statement.id}
    assert doc.spans["onrecord.cue"][0].label_ == "cue"
    assert statement.said_on.date == "2027-03-01"


def test_a_document_brings_its_own_date() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"published": "2027-03-03"})
    doc = nlp.make_doc(TEXT)
    doc._.published = "2027-03-10"
    assert nlp(doc)._.reading.statements[0].said_on.date == "2027-03-08"


def test_an_empty_doc_passes() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    assert nlp(" ")._.reading is None
