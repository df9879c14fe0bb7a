"""How does a review leave the archive: as Markdown, Word or a page to print?"""

from archive.model import Visible
from archive.review_paper import ReviewPaper, paper_markdown, review_paper
from archive.reviews import Review
from archive.store import Store
from web.markdown import Block, review_blocks
from web.word import Run, WordPaper

HEADINGS = {"subject": "评议对象：", "members": "成员：", "references": "参考文献"}


def as_markdown(store: Store, review: Review, *, visible: Visible) -> str:
    """Return a review as Markdown with its reference list."""
    return paper_markdown(
        review_paper(store, review, visible=visible), headings=HEADINGS
    )


def as_word(store: Store, review: Review, *, visible: Visible) -> bytes:
    """Return a review as a Word document with its reference list."""
    paper = review_paper(store, review, visible=visible)
    written = WordPaper(review.title)
    written.line(f"{HEADINGS['subject']}{review.subject.name}")
    written.line(f"{HEADINGS['members']}{'、'.join(review.members)}")
    for block in review_blocks(review.text, paper.numbered.marks):
        _write(written, block)
    _references(written, paper)
    if review.sha256:
        written.line(f"定稿 SHA-256：{review.sha256}", "quiet")
    return written.content()


def _write(paper: WordPaper, block: Block) -> None:
    match block.kind:
        case "heading":
            text = "".join(run.text for run in block.runs)
            paper.heading(text, block.level)
        case "bullet":
            paper.paragraph(block.runs, _list_style("List Bullet", block.level))
        case "number":
            paper.paragraph(block.runs, _list_style("List Number", block.level))
        case "quote":
            paper.paragraph(block.runs, "Quote")
        case "table":
            paper.table(block.rows)
        case _:
            paper.paragraph(block.runs, indent=block.kind == "paragraph")


def _list_style(name: str, level: int) -> str:
    return name if level == 1 else f"{name} {min(level, 3)}"


def _references(written: WordPaper, paper: ReviewPaper) -> None:
    if paper.references:
        written.heading(HEADINGS["references"], 1)
    for number, text in paper.references:
        written.paragraph([Run(f"[{number}] {text}")])
