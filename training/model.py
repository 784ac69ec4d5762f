"""The reader's network in PyTorch: a BERT encoder, tag heads, and a tagger that reads a window from one cue's view.

The encoder is MiniLM-L6 (Wang et al. 2020) with an added embedding of each piece's written form. The second part tells,
for one marked cue, which pieces are its source, cue and content, with a linear-chain CRF (Lafferty et al. 2001).
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.read.pieces import QUOTE_STATES, SHAPES
from onrecord.read.scheme import DISTANCE_CLASSES, ENTITY_TAGS, PARAGRAPH_CLASSES, ROLE_TAGS

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, POSITIONS = 384, 12, 6, 1536, 30522, 512
FORMS = len(SHAPES) * len(QUOTE_STATES) * 2
VIEW = 256
CLASSIFIER_LAYERS, CLASSIFIER_INNER = 3, 384  # of the network that tells kinds, narrower than the base model
STANCE_INNER = 768  # of the one that tells stances, which has all layers: it is run for less, and has more to know
FORBIDDEN = -1e4


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT: of twelve heads."""

    def __init__(self, dropout: float, inner: int = INNER, width: int = WIDTH, eps: float = 1e-12) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor, first: int | None = None) -> Tensor:
        """(batch, pieces, width) to the same; the additive mask is (batch, 1 or heads, 1 or pieces, pieces).

        ``first`` is how many pieces, from the first, are wanted; without it all are.
        """
        q, k, v = self.qkv(x).unflatten(-1, (3, HEADS, -1)).permute(2, 0, 3, 1, 4)
        x, q = x[:, :first], q[:, :, :first]
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, :, :first].to(q.dtype))
        x = self.norm1(x + self.dropout(self.out(seen.transpose(1, 2).flatten(2))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and their written form to contextual vectors, tag scores of four heads, and the tagger's inputs."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.forms = nn.Embedding(FORMS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(WIDTH, len(ROLE_TAGS) + len(ENTITY_TAGS) + 2)
        self.views = nn.Linear(WIDTH, 3 * VIEW)
        nn.init.normal_(self.forms.weight, std=0.005)

    def forward(self, ids: Tensor, forms: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Take ids, forms, mask (batch, pieces; 1 where a piece is); return head scores and the tagger's views."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places) + self.forms(forms)
        x = self.dropout(self.norm(x))
        additive = (1.0 - mask.to(x.dtype))[:, None, None, :] * FORBIDDEN
        for layer in self.layers:
            x = layer(x, additive)
        return self.heads(x), self.views(x)


class Tagger(nn.Module):
    """Role scores of every piece of a window, seen from one cue."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.anchor = nn.Linear(VIEW, 2 * VIEW)
        self.distance = nn.Embedding(DISTANCE_CLASSES, VIEW)
        self.paragraph = nn.Embedding(PARAGRAPH_CLASSES, VIEW)
        self.norm = nn.LayerNorm(VIEW)
        self.near = nn.Linear(3 * VIEW, VIEW)
        self.out = nn.Linear(VIEW, len(ROLE_TAGS) - 1)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.distance.weight, std=0.2)
        nn.init.normal_(self.paragraph.weight, std=0.2)
        nn.init.constant_(self.out.bias, -3.0)

    def forward(self, views: Tensor, anchor: Tensor, distance: Tensor, paragraph: Tensor) -> Tensor:
        """Score (cues, pieces, role tags).

        ``views`` is (cues, pieces, 3 x VIEW), ``anchor`` (cues, VIEW) the third view averaged over the cue's pieces,
        ``distance`` and ``paragraph`` (cues, pieces) classes.
        """
        plain, gated, _ = views.split(VIEW, dim=-1)
        shift, gate = self.anchor(anchor).unsqueeze(1).split(VIEW, dim=-1)
        x = plain + shift + gated * gate + self.distance(distance) + self.paragraph(paragraph)
        x = self.dropout(functional.gelu(self.norm(x)))
        edge = functional.pad(x, (0, 0, 1, 1))
        x = x + functional.gelu(self.near(torch.cat([edge[:, :-2], x, edge[:, 2:]], dim=-1)))
        return functional.pad(self.out(x), (1, 0))  # O is 0: only differences count, and a free one drifts without end


def allowed(tags: tuple[str, ...] = ROLE_TAGS) -> Tensor:
    """(tags, tags) additive mask: an I may only follow a B or I of its own type."""
    out = torch.zeros(len(tags), len(tags))
    for j, after in enumerate(tags):
        if after.startswith("I"):
            for i, before in enumerate(tags):
                if before[2:] != after[2:]:
                    out[i, j] = FORBIDDEN
    return out


class Reader(nn.Module):
    """Encoder, tagger and the tagger's CRF transitions together, for training."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder, self.tagger = Encoder(dropout), Tagger(dropout)
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_TAGS), len(ROLE_TAGS)))
        self.register_buffer("allowed", allowed(), persistent=False)
        self.register_buffer("first", allowed()[0].clone(), persistent=False)

    def losses(self, scores: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of each gold tag sequence: scores (n, t, k), gold and mask (n, t); returns (n,).

        Sequences begin at column 0 and are padded at the end.
        """
        scores, moves = scores.float(), self.transitions + self.allowed
        picked = scores.gather(2, gold.unsqueeze(2)).squeeze(2) * mask
        steps = moves[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]
        alpha = scores[:, 0] + self.first
        live = mask.bool()
        for t in range(1, scores.shape[1]):
            step = torch.logsumexp(alpha.unsqueeze(2) + moves, dim=1) + scores[:, t]
            alpha = torch.where(live[:, t, None], step, alpha)
        return torch.logsumexp(alpha, dim=1) - picked.sum(1) - steps.sum(1)


def from_minilm(reader: Reader, weights: Mapping[str, Tensor]) -> None:
    """Copy a Hugging Face BERT checkpoint (names without prefix) into the reader's encoder, in place."""
    e = reader.encoder
    with torch.no_grad():
        e.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        e.positions.weight.copy_(weights["embeddings.position_embeddings.weight"] + kinds)
        copy(e.norm, weights, "embeddings.LayerNorm")
        for i, layer in enumerate(e.layers):
            _copy_layer(layer, weights, f"encoder.layer.{i}")


class Classifier(nn.Module):
    """A statement's class from its own words and some signals: a few narrow layers of the base model, and a head.

    The last layer works out the first piece only: the head sees its vector and the signals.
    """

    def __init__(
        self,
        signals: int,
        classes: int,
        dropout: float = 0.1,
        layers: int = CLASSIFIER_LAYERS,
        inner: int = CLASSIFIER_INNER,
    ) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout, inner) for _ in range(layers))
        self.dropout = nn.Dropout(1.5 * dropout)
        self.up, self.out = nn.Linear(WIDTH + signals, 256), nn.Linear(256, classes)

    def forward(self, ids: Tensor, parts: Tensor, mask: Tensor, signals: Tensor) -> Tensor:
        """Score (statements, classes).

        ``ids``, ``parts`` (0 or 1) and ``mask`` (1 where a piece is) are (statements, pieces), ``signals`` (statements,
        signals).
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.positions(places) + self.parts(parts)))
        additive = (1.0 - mask)[:, None, None, :] * FORBIDDEN
        *below, last = self.layers
        for layer in below:
            x = layer(x, additive)
        return self.told(last(x, additive, first=1)[:, 0], signals)

    def told(self, x: Tensor, signals: Tensor) -> Tensor:
        """The head over the first piece's vector, (statements, width)."""
        seen = self.dropout(torch.cat([x, 2 * signals], dim=1))
        return self.out(self.dropout(functional.relu(self.up(seen))))


def classifier_from_minilm(network: Classifier, weights: Mapping[str, Tensor]) -> None:
    """Copy the embeddings and layers of a Hugging Face BERT checkpoint into a network of as many layers, in place."""
    with torch.no_grad():
        network.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
        kind = weights["embeddings.token_type_embeddings.weight"][:1]
        network.parts.weight.copy_(kind + 0.005 * torch.randn(2, WIDTH))
        copy(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            _copy_layer(layer, weights, f"encoder.layer.{number}")


def narrowed(wide: Classifier, narrow: Classifier, layers: Sequence[int]) -> None:
    """Copy some layers of a classifier into a narrower one, in place: inner units with the largest weights are kept.

    The head is copied too where the classes and signals are the same.
    """
    with torch.no_grad():
        for name in ("words", "positions", "parts", "norm"):
            getattr(narrow, name).load_state_dict(getattr(wide, name).state_dict())
        if (wide.up.weight.shape, wide.out.weight.shape) == (narrow.up.weight.shape, narrow.out.weight.shape):
            narrow.up.load_state_dict(wide.up.state_dict())
            narrow.out.load_state_dict(wide.out.state_dict())
        for of, into in zip((wide.layers[number] for number in layers), narrow.layers, strict=True):
            weight = of.up.weight.norm(dim=1) * of.down.weight.norm(dim=0)
            kept = weight.topk(into.up.out_features).indices.sort().values
            for name in ("qkv", "out", "norm1", "norm2"):
                getattr(into, name).load_state_dict(getattr(of, name).state_dict())
            into.up.weight.copy_(of.up.weight[kept])
            into.up.bias.copy_(of.up.bias[kept])
            into.down.weight.copy_(of.down.weight[:, kept])
            into.down.bias.copy_(of.down.bias)


def _copy_layer(layer: nn.Module, weights: Mapping[str, Tensor], at: str) -> None:
    asking = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
    rest = "attention.output.dense", "attention.output.LayerNorm"
    copy_layer(layer, weights, at, asking, rest)


def copy_layer(
    layer: nn.Module, weights: Mapping[str, Tensor], at: str, asking: Sequence[str], answering: Sequence[str]
) -> None:
    """Copy one layer of a Hugging Face checkpoint, in place.

    ``at`` is where its names begin; ``asking`` names what makes queries, keys and values, ``answering`` what follows
    attention, and its norm. All else is named alike everywhere.
    """
    for name in ("weight", "bias"):
        getattr(layer.qkv, name).copy_(torch.cat([weights[f"{at}.{part}.{name}"] for part in asking]))
    own = (layer.out, layer.norm1, layer.up, layer.down, layer.norm2)
    named = (*answering, "intermediate.dense", "output.dense", "output.LayerNorm")
    for module, name in zip(own, named, strict=True):
        copy(module, weights, f"{at}.{name}")


def copy(module: nn.Module, weights: Mapping[str, Tensor], name: str) -> None:
    """Copy the weight and bias of a checkpoint's module, in place."""
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])
