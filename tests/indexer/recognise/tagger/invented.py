"""Invented sentences (示例) and a small dictionary, to learn from in a test."""

import json
from pathlib import Path

NEWS = [
    ("示例县县长王示例到示范镇调研", [[0, 3, "LOC"], [5, 8, "PER"], [9, 12, "LOC"]]),
    ("示例社报道示例县的消息", [[0, 3, "ORG"], [5, 8, "LOC"]]),
    ("会议由李示范主持", [[3, 6, "PER"]]),
    ("没有名字的一句话。", []),
]
RESUMES = [
    ("张样本，男，汉族", [[0, 3, "NAME"]]),
    ("现任样本公司董事", [[2, 6, "ORG"], [6, 8, "TITLE"]]),
    ("曾任示例集团经理", [[2, 6, "ORG"], [6, 8, "TITLE"]]),
]
DICTIONARY = """示例 30 n
王大明 3 nr
李小红 3 nr
亚历山大 3 nrt
县长 50 n
主持 50 v
"""


def write_training_files(folder: Path) -> None:
    """Write sets large enough that every feature occurs in several articles."""
    for name, rows in (("peoples_daily", NEWS), ("resume", RESUMES)):
        lines = [
            json.dumps({"text": text, "spans": spans}, ensure_ascii=False)
            for text, spans in rows * 20
        ]
        path = folder / f"{name}_train.jsonl"
        path.write_text("\n".join(lines), "utf-8")
    (folder / "dict.txt").write_text(DICTIONARY, "utf-8")
