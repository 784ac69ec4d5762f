"""What stands around a statement, with where each piece stands in the stored text."""

from onrecord.publish.passage import AROUND, passage
from onrecord.values import cut


def test_pieces_joined_are_the_text_and_know_their_places() -> None:
    text = "One said two, and three."
    made = passage(text, {"source": cut(text, [(0, 3)]), "content": cut(text, [(9, 12), (18, 23)])})
    assert "".join(p.text for p in made.pieces) == text
    assert all(text[p.at : p.at + len(p.text)] == p.text for p in made.pieces)
    assert [(p.text, p.classes) for p in made.pieces if p.classes] == [
        ("One", ("source",)), ("two", ("content",)), ("three", ("content",)),
    ]  # fmt: skip
    assert (made.before, made.after) == (False, False)


def test_what_no_page_can_hold_is_left_out_and_offsets_go_on() -> None:
    text = "One\r\nsaid\0 two."
    made = passage(text, {"content": cut(text, [(11, 14)])})
    assert "".join(p.text for p in made.pieces) == "One\nsaid two."
    assert all(text[p.at : p.at + len(p.text)] == p.text for p in made.pieces)


def test_of_a_paragraph_of_megabytes_only_what_is_around_is_shown() -> None:
    text = "word " * 1_000_000
    made = passage(text, {"content": cut(text, [(2_500_000, 2_500_004)])})
    assert sum(len(p.text) for p in made.pieces) == 2 * AROUND + 4
    assert (made.before, made.after) == (True, True)


def test_it_begins_and_ends_at_a_line_where_one_is_near() -> None:
    text = "\n".join(["x" * 99] * 100)
    made = passage(text, {"content": cut(text, [(5010, 5020)])})
    first, last = made.pieces[0], made.pieces[-1]
    assert text[first.at - 1] == "\n"
    assert text[last.at + len(last.text)] == "\n"
