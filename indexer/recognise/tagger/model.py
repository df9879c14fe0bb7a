"""What has been learned, and how is it kept in a file?"""

import math
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
GLANCE_BITS = 21
"""So many upper bits of a feature's number say where its weight at a glance is."""
_LEXICONS = ("words", "names")


@dataclass(frozen=True, slots=True, eq=False)
class StyleWeights:
    """What one style has learned.

    ``table``: row 0 is of unknown features and zero, row i + 1 of key i;
    ``transitions`` and the table are in the same small units, of which ``unit``
    make a factor of e in the odds; ``glance``: a weight for each number's upper bits,
    ``least``: what they must add up to where a name can be.
    """

    table: NDArray[np.int8]
    transitions: Weights
    unit: float
    glance: NDArray[np.int8]
    least: int


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
        """Write the model, ready to be read; the same model gives the same bytes."""
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
            for name, array in _packed(weights).items():
                arrays[f"{style}.{name}"] = array
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)


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
    keys = _sums(kept["keys"])
    styles = {
        style: _unpacked(
            {
                name.removeprefix(f"{style}."): array
                for name, array in kept.items()
                if name.startswith(f"{style}.")
            },
            len(keys),
        )
        for style in KINDS
        if f"{style}.rows" in kept
    }
    knowledge = Knowledge(characters, words, names)
    return Model(knowledge, keys, styles, kept["looks"])


def quantised(
    table: Weights, transitions: Weights, glance: Weights, least: float
) -> StyleWeights:
    """Return weights of rows and tags (O first) in whole numbers.

    O weighs nothing: what it weighed is taken from the other tags. ``glance`` is a
    weight for each of the upper bits, ``least`` their sum where a name can be.
    """
    relative = table[:, 1:] - table[:, :1]
    lanes = np.zeros((len(table) + 1, LANES), dtype=np.int8)
    unit, lanes[1:, : relative.shape[1]] = _small(relative)
    glance_unit, looks = _small(glance)
    moves = transitions * np.float32(unit) + legal(len(transitions))
    return StyleWeights(lanes, moves, unit, looks, math.floor(least * glance_unit))


def _packed(weights: StyleWeights) -> dict[str, NDArray[np.generic]]:
    """Return the arrays without the rows that are zero."""
    tags = len(weights.transitions) - 1
    used = weights.table[1:].any(axis=1)
    places = np.flatnonzero(weights.glance).astype(np.uint32)
    return {
        "rows": weights.table[1:][used, :tags],
        "used": np.packbits(used),
        "transitions": weights.transitions,
        "unit": np.array(weights.unit),
        "glance places": _gaps(places),
        "glance": weights.glance[places],
        "least": np.array(weights.least),
    }


def _unpacked(arrays: Mapping[str, NDArray[np.generic]], keys: int) -> StyleWeights:
    rows = arrays["rows"]
    used = np.unpackbits(arrays["used"].astype(np.uint8), count=keys).view(np.bool_)
    table = np.zeros((keys + 1, LANES), dtype=np.int8)
    table[np.flatnonzero(used) + 1, : rows.shape[1]] = rows
    glance = np.zeros(1 << GLANCE_BITS, dtype=np.int8)
    glance[_sums(arrays["glance places"].astype(np.uint32))] = arrays["glance"]
    for array in (table, glance):
        array.flags.writeable = False
    transitions = arrays["transitions"].astype(np.float32)
    unit, least = float(arrays["unit"].item()), int(arrays["least"].item())
    return StyleWeights(table, transitions, unit, glance, least)


def _small(weights: Weights) -> tuple[float, NDArray[np.int8]]:
    """Return how many units make one, and the weights in units."""
    size = np.abs(weights[weights != 0])
    unit = 127 / max(float(np.quantile(size, 0.9999)) if len(size) else 1.0, 1e-6)
    units = np.clip(np.rint(weights * np.float32(unit)), -127, 127)
    return unit, units.astype(np.int8)


def _gaps(keys: Codes) -> Codes:
    return np.diff(keys, prepend=np.uint32(0))


def _sums(gaps: Codes) -> Codes:
    return np.cumsum(gaps, dtype=np.uint32)
