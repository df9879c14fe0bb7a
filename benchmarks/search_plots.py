"""What do the results of ``benchmarks.search`` look like?

    python -m benchmarks.search_plots RESULT.json... --into FOLDER

Writes an SVG for each result: the median CPU time of a warm page by kind of question
and engine, on a logarithmic scale; and one of the index sizes of the default engine.
"""

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

COLOURS = {
    "handover": "#1f5f8b",
    "tantivy": "#b5532f",
    "fts5": "#5b7f3a",
    "whoosh": "#8a6fa8",
}
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 760, 300, 52, 40
_BAR, _GAP = 22, 10


def main() -> None:
    """Draw every result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, required=True)
    asked = parser.parse_args()
    for path in asked.results:
        result = json.loads(path.read_text("utf-8"))
        name = f"search-{result['documents']}"
        (asked.into / f"{name}.svg").write_text(_pages(result), "utf-8")
        (asked.into / f"{name}-sizes.svg").write_text(_sizes(result), "utf-8")


def _pages(result: Mapping[str, Any]) -> str:
    engines = [name for name in COLOURS if name in result["engines"]]
    times = {
        name: {
            kind: figures["median"]
            for kind, figures in result["engines"][name]["warm_cpu_ms"].items()
        }
        for name in engines
    }
    kinds = list(times[engines[0]])
    most = max(value for of_one in times.values() for value in of_one.values())
    least = min(value for of_one in times.values() for value in of_one.values())
    low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))

    def height(value: float) -> float:
        share = (math.log10(value) - low) / (high - low)
        return max(1.0, share * (_HEIGHT - _BOTTOM - 30))

    floor = _HEIGHT - _BOTTOM
    parts = [_text(_LEFT, 16, f"{result['documents']:,} documents, CPU ms a page")]
    for power in range(low, high + 1):
        parts += _level(floor - height(10**power), f"{10.0**power:g}")
    group = len(engines) * _BAR / 1.4 + _GAP
    for place, kind in enumerate(kinds):
        x = _LEFT + 10 + place * (_WIDTH - _LEFT - 20) / len(kinds)
        parts.append(_text(x + group / 2, floor + 16, kind, anchor="middle"))
        for number, name in enumerate(engines):
            tall = height(times[name][kind])
            parts.append(
                f'<rect x="{x + number * _BAR / 1.4:.1f}" y="{floor - tall:.1f}"'
                f' width="{_BAR / 1.4 - 2:.1f}" height="{tall:.1f}"'
                f' fill="{COLOURS[name]}"><title>{name} {kind}'
                f" {times[name][kind]:.2f} ms</title></rect>"
            )
    parts += _legend(engines)
    return _svg(parts)


def _level(y: float, label: str) -> list[str]:
    line = (
        f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{y:.1f}" y2="{y:.1f}"'
        ' stroke="currentColor" stroke-opacity=".2"/>'
    )
    return [line, _text(_LEFT - 6, y + 4, label, anchor="end")]


def _sizes(result: Mapping[str, Any]) -> str:
    sizes: Mapping[str, float] = result["engines"]["handover"]["index_mb"]
    text = result["text_bytes"] / 1e6
    shown = sorted(sizes.items(), key=lambda item: -item[1])[:9]
    widest = max(text, *(size for _, size in shown))
    parts = [_text(_LEFT, 16, f"Index of {text:.0f} MB of text, MB by part")]
    for row, (name, size) in enumerate([("(the text)", text), *shown]):
        y = 30 + row * 26
        colour = "#999999" if row == 0 else COLOURS["handover"]
        wide = size / widest * (_WIDTH - 220)
        parts.append(_text(_LEFT + 70, y + 14, name, anchor="end"))
        parts.append(
            f'<rect x="{_LEFT + 78}" y="{y}" width="{wide:.1f}" height="18"'
            f' fill="{colour}"/>'
        )
        parts.append(_text(_LEFT + 84 + wide, y + 14, f"{size:.1f}"))
    return _svg(parts)


def _legend(engines: Sequence[str]) -> list[str]:
    parts = []
    for number, name in enumerate(engines):
        x = _LEFT + 10 + number * 110
        parts.append(
            f'<rect x="{x}" y="{_HEIGHT - 14}" width="10" height="10"'
            f' fill="{COLOURS[name]}"/>'
        )
        parts.append(_text(x + 15, _HEIGHT - 5, name))
    return parts


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12"'
        f' font-family="sans-serif" fill="currentColor">{words}</text>'
    )


def _svg(parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        ' color="#444" role="img">'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
