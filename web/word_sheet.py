"""How is the sheet of a checked draft written in Word?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from web.present import date_zh
from web.word import MEDIA_TYPE, Run, WordPaper

if TYPE_CHECKING:
    from web.pages.check import Piece, QuotationRow, Sheet

MEANINGS: tuple[tuple[str, str], ...] = (
    ("一致", "逐字相同，标点在内。"),
    ("仅字形有别", "只有繁简、全半角、括号或换行不同，折算后逐字相同。"),
    ("有改动", "找到了相近的句子，但有字不同；红字是改动处。"),
    ("未见", "可查看的文献中没有找到。近似的句子从不算作一致。"),
)


def attachment(name: str) -> dict[str, str]:
    """Return the header that makes an answer a download of this name."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def word_response(content: bytes, name: str) -> Response:
    """Return a Word document as a download."""
    return Response(content, media_type=MEDIA_TYPE, headers=attachment(name))


def word_sheet(sheet: "Sheet", checked_by: str) -> bytes:
    """Return the sheet as a Word document."""
    paper = WordPaper("引文核验单")
    at = sheet.checked_at.astimezone()
    draft = sheet.draft
    paper.line(f"稿件：{draft.name or '粘贴的稿件'}，{len(sheet.rows)} 处引文")
    paper.line(f"核验时间：{date_zh(at.date().isoformat())} {at:%H:%M}，{checked_by}")
    paper.line(f"稿件 SHA-256：{draft.sha256}", "quiet")
    paper.line(
        "；".join(f"{state[2]} {count}" for state, count in sheet.tally), "strong"
    )
    _not_reached(paper, sheet)
    paper.heading("逐条核验", 1)
    _quotations(paper, sheet.rows)
    if sheet.unmarked:
        paper.heading("没有加引号而与库中文字相同的段落", 1)
        _quotations(paper, sheet.unmarked)
    if sheet.missing:
        paper.heading("引而未藏的文献", 1)
        for one in sheet.missing:
            paper.paragraph([Run(f"{one.name}，提到 {one.times} 次")], "List Bullet")
    if sheet.validity:
        paper.heading("所引文献的时效", 1)
        for view in sheet.validity:
            states = "；".join(f"{row.day}{row.state[2]}" for row in view.states)
            paper.paragraph([Run(f"《{view.title}》：{states}")], "List Bullet")
    paper.heading("判定的含义", 1)
    for word, meaning in MEANINGS:
        paper.paragraph([Run(f"{word}：", "strong"), Run(meaning)])
    return paper.content()


def _not_reached(paper: WordPaper, sheet: "Sheet") -> None:
    if sheet.not_checked:
        text = f"时限已到，还有 {len(sheet.not_checked)} 处引文没有核验。"
        paper.paragraph([Run(text, "changed")])
    if sheet.unmarked_percent is not None:
        text = f"时限已到，未加引号的文字只核到约 {sheet.unmarked_percent}%。"
        paper.paragraph([Run(text, "changed")])


def _quotations(paper: WordPaper, rows: Sequence["QuotationRow"]) -> None:
    head = [[Run(name)] for name in ("序号", "判定", "引文与原文", "出处")]
    table = [head]
    for number, row in enumerate(rows, start=1):
        verdict = row.state[2] + ("，出处不符" if row.wrong_source else "")
        table.append([[Run(str(number))], [Run(verdict)], _words(row), _source(row)])
    if rows:
        paper.table(table)
    else:
        paper.line("稿中没有引文。")


def _words(row: "QuotationRow") -> list[Run]:
    runs = [Run("引文："), *_pieces(row.quoted)]
    if row.original:
        runs += [Run("\n原文："), *_pieces(row.original)]
    if row.reasons:
        runs.append(Run("\n" + "；".join(row.reasons) + "。", "quiet"))
    if row.wrong_source:
        runs.append(Run(f"\n稿中注为“{row.wrong_source}”。", "quiet"))
    return runs


def _source(row: "QuotationRow") -> list[Run]:
    if row.tag is None:
        return [Run("没有找到")]
    facts = [row.title, *row.facts, date_zh(row.issued_on), row.tag.words]
    shown = "，".join(fact for fact in facts if fact)
    return [Run(shown), Run(f"\n原件 SHA-256：{row.sha256}", "quiet")]


def _pieces(pieces: Sequence["Piece"]) -> list[Run]:
    return [Run(p.text, "changed" if p.is_changed else "plain") for p in pieces]
