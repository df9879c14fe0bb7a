"""The command line as other programs drive it: one process a command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTICE = """示例县人民政府关于做好交接工作的通知
示政发〔2024〕12号

各乡镇人民政府：
请于2024年3月底前完成交接，重点是污水处理站二期等未结事项。

示例县人民政府
2024年3月5日
"""


class Handover:
    """Runs commands on one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        verb, *rest = map(str, arguments)
        return subprocess.run(
            [
                *(sys.executable, "-m", "web.main", *verb.split()),
                *("--data", str(self.data), *rest),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def json(self, *arguments: object, status: int = 0) -> list[dict[str, Any]]:
        done = self.run(*arguments, "--json")
        assert done.returncode == status, done.stderr + done.stdout
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def handover(tmp_path: Path) -> Handover:
    return Handover(tmp_path / "data")


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_from_a_file_to_a_citation(handover: Handover, notice: Path) -> None:
    (receipt,) = handover.json("add", notice)
    assert receipt["status"] == "indexed"
    assert receipt["number"] == "示政发〔2024〕12号"
    (found,) = handover.json("search", '"污水处理站二期"')
    (hit,) = found["hits"]
    assert hit["document_id"] == receipt["document_id"]
    ((start, end),) = hit["passages"][0]["marks"]
    assert NOTICE[start:end] == "污水处理站二期"
    (shown,) = handover.json("show", receipt["document_id"])
    assert shown["text"] == NOTICE
    assert NOTICE[slice(*shown["evidence"]["number"])] == "示政发〔2024〕12号"
    done = handover.run("cite", receipt["document_id"], "--quote", "污水处理站二期")
    assert done.stdout == (
        "示例县人民政府. 示例县人民政府关于做好交接工作的通知："
        "示政发〔2024〕12号[Z]. 2024.\n"
    )
    link = handover.run("cite", receipt["document_id"], "--start", 0, "--end", 3)
    assert link.returncode == 0
    (verified,) = handover.json("verify")
    assert (verified["checked"], verified["findings"]) == (1, [])


def test_each_file_gets_a_receipt_and_the_batch_goes_on(
    handover: Handover, notice: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 cut")
    (folder / "c.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "d.txt").write_text(NOTICE, "utf-8")
    (folder / "e.txt").write_text("机密★10年\n示例县文件\n关于某事的通知\n", "utf-8")
    (folder / "loop").symlink_to(folder)
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(300 * 1024 * 1024)
    receipts = handover.json("add", folder, notice, status=1)
    found = {
        r["path"].rpartition("/")[2]: (r["status"], (r["error"] or {}).get("error"))
        for r in receipts
    }
    assert found == {
        "a.txt": ("failed", "empty"),
        "b.pdf": ("failed", "damaged"),
        "c.txt": ("failed", "unsupported_format"),
        "d.txt": ("indexed", None),
        "e.txt": ("failed", "classified"),
        "huge.txt": ("failed", "too_large"),
        "loop": ("failed", "unreadable_path"),
        "通知.txt": ("duplicate", None),
    }
    for receipt in receipts:
        if receipt["error"]:
            assert receipt["error"]["message"].endswith("。")
    (answer,) = handover.json("search", "")
    assert answer["total"] == 1


def test_the_index_may_be_deleted_at_any_time(handover: Handover, notice: Path) -> None:
    import shutil

    handover.json("add", notice)
    (before,) = handover.json("search", "交接")
    shutil.rmtree(handover.data / "index")
    (after,) = handover.json("search", "交接")
    assert after["hits"] == before["hits"]
    handover.json("rebuild")
    (again,) = handover.json("search", "交接")
    assert again["hits"] == before["hits"]


def test_a_rotten_index_is_built_anew(handover: Handover, notice: Path) -> None:
    handover.json("add", notice)
    (answer,) = handover.json("search", "污水处理站")
    (columns,) = handover.data.glob("index/*/*.columns")
    content = columns.read_bytes()
    at = content.index("污水".encode())
    columns.write_bytes(content[:at] + b"\xff" + content[at + 1 :])

    (again,) = handover.json("search", "污水处理站")

    assert again["hits"] == answer["hits"]
    assert not columns.exists()


def test_a_batch_keeps_given_fields_and_names_documents_in_a_run(
    handover: Handover, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"name": "甲 一", "text": NOTICE, "title": "给定的题", "issued_on": "1982-05"},
        {"name": "乙", "text": "没有题的正文。第二句。", "collection": "机要"},
        {"name": "丙"},
    ]
    batch.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    first, _, third = handover.json("add", batch, status=1)
    assert (first["title"], first["issued_on"]) == ("给定的题", "1982-05")
    assert first["number"] == "示政发〔2024〕12号"
    assert third["error"]["details"] == {"line": 3, "field": "text"}
    (counted,) = handover.json("search", "", "--collection", "机要")
    assert [hit["name"] for hit in counted["hits"]] == ["乙"]
    queries = tmp_path / "queries.tsv"
    queries.write_text("q1\t交接工作\nq2\t没有的词汇\n", "utf-8")
    run = tmp_path / "out.run"
    handover.json("search", "--queries", queries, "--run", run)
    rows = [line.split() for line in run.read_text("utf-8").splitlines()]
    assert rows[0][:4] == ["q1", "Q0", "甲_一", "1"]
    assert all(len(row) == 6 for row in rows)


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("search", '"交接'), 2, "query_syntax_error"),
        (("search", "交接", "--from", "五月"), 2, "invalid_input"),
        (("search", "交接", "--limit", "0"), 2, "invalid_input"),
        (("search",), 2, "missing_argument"),
        (("show", "没有"), 1, "document_not_found"),
        (("search", "交接", "--nonsense"), 2, "wrong_use"),
    ],
)
def test_errors_have_one_shape_and_a_status(
    handover: Handover, arguments: tuple[str, ...], status: int, code: str
) -> None:
    handover.data.mkdir()
    (error,) = handover.json(*arguments, status=status)
    assert error["error"] == code
    assert error["message"].endswith("。")
    assert isinstance(error["details"], dict)


def test_nothing_found_is_no_failure(handover: Handover, notice: Path) -> None:
    handover.json("add", notice)
    (answer,) = handover.json("search", "蘅芷杼轺")
    assert (answer["total"], answer["hits"], answer["next"]) == (0, [], None)


def test_people_read_text_without_json(handover: Handover, notice: Path) -> None:
    done = handover.run("add", notice)
    assert done.stdout == f"可检索　{notice}\n"
    assert "【交接】" in handover.run("search", "交接").stdout


def test_analyze_needs_no_archive(handover: Handover, notice: Path) -> None:
    (found,) = handover.json("analyze", notice)
    assert found["number"] == "示政发〔2024〕12号"
    assert found["text"] == NOTICE
    for mention in found["mentions"]:
        assert NOTICE[mention["start"] : mention["end"]] == mention["surface"]
    assert not handover.data.exists()


def test_what_a_killed_add_acknowledged_is_read_by_the_next(
    handover: Handover, notice: Path
) -> None:
    program = (
        "import os, signal, sys\n"
        "from indexer.taking_in import TakingIn\n"
        "def die(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "TakingIn._read = die\n"
        "from web.main import main\n"
        f"main(['add', '--data', {str(handover.data)!r}, {str(notice)!r}])\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert killed.returncode == -9
    (receipt,) = handover.json("add", notice)
    assert receipt["status"] == "duplicate"
    (answer,) = handover.json("search", "污水处理站二期")
    assert [hit["document_id"] for hit in answer["hits"]] == [receipt["document_id"]]


def test_a_backup_is_brought_back_and_searched(
    handover: Handover, notice: Path, tmp_path: Path
) -> None:
    handover.json("add", notice)
    (answer,) = handover.json("search", "污水处理站")

    (made,) = handover.json("backup", tmp_path / "backup")
    (again,) = handover.json("backup", tmp_path / "backup", status=1)
    other = Handover(tmp_path / "other")
    (restored,) = other.json("restore", tmp_path / "backup")

    assert (made["documents"], made["lost"]) == (1, [])
    assert again["error"] == "folder_not_empty"
    assert restored == {"documents": 1, "is_indexed": True}
    (found,) = other.json("search", "污水处理站")
    assert found["hits"] == answer["hits"]


def test_an_export_tells_where_it_went(
    handover: Handover, notice: Path, tmp_path: Path
) -> None:
    handover.json("add", notice)

    done = handover.run("export", "--bagit", tmp_path / "移交")

    assert done.returncode == 0, done.stderr
    assert "已导出 1 份文献" in done.stdout
    assert next((tmp_path / "移交/data/documents").glob("*/v1/通知.txt"))


def test_receipts_are_printed_though_the_index_fails(
    handover: Handover, notice: Path
) -> None:
    handover.data.mkdir()
    (handover.data / "index").write_text("not a folder")

    done = handover.run("add", notice, "--json")

    receipt, error = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert (receipt["status"], error["error"]) == ("indexed", "index_unwritable")


def test_a_watched_folder_is_taken_in_once(
    handover: Handover, notice: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    notice.rename(folder / "通知.txt")
    os.utime(folder / "通知.txt", (0, 0))

    (receipt,) = handover.json("watch", folder, "--once")
    again = handover.json("watch", folder, "--once")

    assert (receipt["status"], receipt["name"]) == ("indexed", "通知.txt")
    assert again == []
    (missing,) = handover.json("watch", tmp_path / "不在", "--once", status=1)
    assert missing["error"] == "unreadable_path"


def test_terms_are_added_loaded_and_undone_by_commands(
    handover: Handover, notice: Path, tmp_path: Path
) -> None:
    handover.json("add", notice)
    (added,) = handover.json("terms add", "三色账", "--variant", "三色帐")
    listed = {term["name"] for term in handover.json("terms list")}
    assert {"三色账", "三会一课"} <= listed

    dictionary = tmp_path / "词典.txt"
    dictionary.write_text("污水处理站二期 nz\n账\n", "gb18030")
    first, second, change = handover.json("terms load", dictionary)
    assert (first["taken"], second["refusal"]) == (True, "term_too_short")
    (found,) = handover.json("search", "污水处理站二期", "--term", "污水处理站二期")
    assert found["total"] == 1

    (undone,) = handover.json("terms undo", change["id"])
    assert undone["of"] == change["id"]
    handover.json("terms undo", added["id"])
    assert "三色账" not in {t["name"] for t in handover.json("terms list")}
    assert handover.run("terms remove", "三色账").returncode == 1
