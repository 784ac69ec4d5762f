"""`import onrecord` is light: it loads no model and none of the heavy libraries."""

import subprocess
import sys

HEAVY = ("numpy", "onnxruntime", "tokenizers", "pydantic", "trafilatura", "dateparser", "spacy", "rich", "jinja2")


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, onrecord; print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "onrecord" in loaded
    assert not set(HEAVY) & set(loaded)


def test_every_public_name_is_there() -> None:
    import onrecord
    import onrecord.gather.decode
    import onrecord.read.model

    for name in onrecord.__all__:
        assert callable(getattr(onrecord, name))
    assert not hasattr(onrecord, "nothing_of_the_kind")
