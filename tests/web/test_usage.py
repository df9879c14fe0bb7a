"""The command line speaks Chinese, whatever is asked of it or done wrong."""

import re
from pathlib import Path

import pytest

from web.main import command_line, main
from web.usage import reason_in_chinese

VERBS = ("add", "search", "show", "cite", "check", "verify", "serve", "user", "token")


@pytest.mark.parametrize("arguments", [[], *([verb] for verb in VERBS)])
def test_help_is_in_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line().parse_args([*arguments, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("用法：handover")
    assert "选项：" in told
    assert not re.search(r"\b(usage|options|arguments|show this)\b", told)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["add"], "缺少路径"),
        (["search", "甲", "--nothing"], "不认识“--nothing”"),
        (["search", "甲", "--limit", "多"], "--limit 应为整数，不能是“多”"),
        (["search", "甲", "--limit"], "--limit 后面要有一个值"),
        (["search", "甲", "--sort", "无"], "--sort 不能是“无”"),
        (["无此命令"], "命令 不能是“无此命令”"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line().parse_args(arguments)
    assert ended.value.code == 2
    assert f"命令写法不对：{reason}" in capsys.readouterr().err


def test_a_reason_that_is_not_known_is_said_as_it_is() -> None:
    assert reason_in_chinese("something else") == "something else"


def test_a_folder_that_is_not_there_is_named_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "打错的目录"
    for arguments in (["search", "甲"], ["show", "x"], ["verify"], ["rebuild"]):
        assert main([*arguments, "--data", str(missing)]) == 1
        assert f"没有数据目录“{missing}”" in capsys.readouterr().err
    assert not missing.exists()


def test_a_search_says_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path)]
    assert main(["search", *data]) == 2
    assert "缺少检索词" in capsys.readouterr().err
    assert main(["search", *data, "--queries", "q.tsv"]) == 2
    assert "缺少结果文件（--run）" in capsys.readouterr().err


def test_a_run_names_the_file_it_cannot_read_or_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "data")]
    (tmp_path / "data").mkdir()
    run, missing = str(tmp_path / "run"), str(tmp_path / "无.tsv")
    assert main(["search", *data, "--queries", missing, "--run", run]) == 1
    assert f"打不开“{missing}”" in capsys.readouterr().err
    assert not Path(run).exists()

    queries = tmp_path / "q.tsv"
    queries.write_bytes("q1\t移交清单\r\n".encode("gb18030"))
    nowhere = str(tmp_path / ("无此目录" * 20) / "run")
    assert main(["search", *data, "--queries", str(queries), "--run", nowhere]) == 1
    assert f"打不开“{nowhere}”" in capsys.readouterr().err
    assert main(["search", *data, "--queries", str(queries), "--run", run]) == 0
    assert Path(run).read_text("utf-8") == ""
