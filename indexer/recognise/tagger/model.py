"""What has been learned, and how is it kept in a file?"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.recognise.tagger.characters import CharacterTables
from indexer.recognise.tagger.features import Knowledge
from indexer.recognise.tagger.hashing import Codes, Slots
from indexer.recognise.tagger.lexicon import Lexicon
from indexer.recognise.tagger.viterbi import Weights, legal

TaggedKind = Literal["person", "place", "organisation", "post"]
Style = Literal["news", "resume"]
"""A habit of labelling: news takes 某县 out of 某县财政局, a résumé does not."""

KINDS: Mapping[Style, tuple[TaggedKind, ...]] = {
    "news": ("person", "place", "organisation"),
    "resume": ("person", "organisation", "post"),
}
LANES = 16
"""Whole numbers kept for each feature: one a tag, O left out, and some unused."""
_LEXICONS = ("words", "names")


@dataclass(frozen=True, slots=True, eq=False)
class StyleWeights:
    """What one style has learned.

    ``table``: row 0 is of unknown features and zero, row i + 1 of key i;
    ``transitions`` and the table are in the same small units, of which ``unit``
    make a factor of e in the odds.
    """

    table: NDArray[np.int8]
    transitions: Weights
    unit: float


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything the tagger needs; ``keys`` are the features kept, sorted."""

    knowledge: Knowledge
    keys: Codes
    styles: Mapping[Style, StyleWeights]
    looks: NDArray[np.int8]
    """For each hashed pair of characters: how far it looks like a résumé."""

    def slots(self) -> Slots:
        """Return where each feature's row is."""
        return Slots(self.keys)

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {
            "keys": _gaps(self.keys),
            "looks": self.looks,
        }
        tables = self.knowledge.characters
        for field in fields(tables):
            arrays[f"characters.{field.name}"] = getattr(tables, field.name)
        for name in _LEXICONS:
            lexicon: Lexicon = getattr(self.knowledge, name)
            arrays[f"{name}.keys"] = _gaps(lexicon.keys)
            arrays[f"{name}.classes"] = lexicon.classes
        for style, weights in self.styles.items():
            arrays[f"{style}.table"] = weights.table[1:].T.copy()
            arrays[f"{style}.transitions"] = weights.transitions
            arrays[f"{style}.unit"] = np.array(weights.unit)
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)


def load(path: Path) -> Model:
    """Return the model in the file; its arrays cannot be written to."""
    with np.load(path) as file:
        kept = {name: file[name] for name in file.files}
    characters = CharacterTables(
        *(kept[f"characters.{field.name}"] for field in fields(CharacterTables))
    )
    words, names = (
        Lexicon(_sums(kept[f"{name}.keys"]), kept[f"{name}.classes"])
        for name in _LEXICONS
    )
    styles: dict[Style, StyleWeights] = {
        style: StyleWeights(
            _table(kept[f"{style}.table"]),
            kept[f"{style}.transitions"],
            float(kept[f"{style}.unit"]),
        )
        for style in KINDS
        if f"{style}.table" in kept
    }
    knowledge = Knowledge(characters, words, names)
    return Model(knowledge, _sums(kept["keys"]), styles, kept["looks"])


def quantised(table: Weights, transitions: Weights) -> StyleWeights:
    """Return weights of rows and tags (O first) in whole numbers.

    O weighs nothing: what it weighed is taken from the other tags.
    """
    relative = table[:, 1:] - table[:, :1]
    largest = np.abs(relative).max(axis=1)
    unit = 127 / max(float(np.quantile(largest, 0.9999)), 1e-6) if len(table) else 1.0
    lanes = np.zeros((len(table) + 1, LANES), dtype=np.int8)
    small = np.clip(np.rint(relative * np.float32(unit)), -127, 127)
    lanes[1:, : relative.shape[1]] = small
    moves = transitions * np.float32(unit) + legal(len(transitions))
    return StyleWeights(lanes, moves, unit)


def _table(columns: NDArray[np.int8]) -> NDArray[np.int8]:
    table = np.zeros((columns.shape[1] + 1, LANES), dtype=np.int8)
    table[1:] = columns.T
    table.flags.writeable = False
    return table


def _gaps(keys: Codes) -> Codes:
    return np.diff(keys, prepend=np.uint32(0))


def _sums(gaps: Codes) -> Codes:
    return np.cumsum(gaps, dtype=np.uint32)
