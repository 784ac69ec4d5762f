"""The shipped networks: present, deterministic, and honest when a file is missing."""

import re
import shutil
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.read.attribute import attributions
from onrecord.read.model import FILES, SEALS, load
from onrecord.read.parse import parse

TEXT = "Varnian Foreign Minister Ilya Dorn said on Monday that Varnia would not leave the strait."


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        load(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    shipped = Path(str(resources.files("onrecord.read") / "weights"))
    for file in (*FILES, SEALS):
        shutil.copy(shipped / file, tmp_path / file)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2] + b"?" + whole[len(whole) // 2 + 1 :])
    with pytest.raises(ModelError, match=f"damaged .*{re.escape(name)}"):
        load(tmp_path)


def test_the_same_text_is_read_the_same_way_twice() -> None:
    model = load()
    one, other = model.encode(TEXT), model.encode(TEXT)
    assert np.array_equal(one.roles, other.roles)
    assert attributions(one, model) == attributions(other, model)


def test_an_attribution_a_mention_and_two_sentences() -> None:
    read = parse(TEXT + "\nTalks go on in Geneva.", load())
    (found,) = read.attributions
    assert read.cut(found.source[0]) == "Varnian Foreign Minister Ilya Dorn"
    assert read.cut(found.cue[0]) == "said"
    assert "Varnia would not leave the strait" in read.cut(found.content[0])
    assert len(read.sentences) == 2
    assert "Geneva" in {read.cut(m.range) for m in read.mentions}


def test_an_empty_text_has_nothing() -> None:
    read = parse("", load())
    assert (read.attributions, read.mentions, read.sentences) == ((), (), ())
