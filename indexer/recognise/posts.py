"""Which words name posts, such as 党委副书记 or 办事处主任?"""

import re
from collections.abc import Sequence
from functools import cache

from indexer.recognise.base import Found, Reading
from indexer.word_files import read_lines

_BODY = (
    "(?:党组织|党委|党工委|党组|党总支|党支部|纪委|纪检组|监委|团委|团总支|团支部|工会"
    "|政协|人大常委会|人大|常委会|办公室|办事处|组织部|宣传部|统战部|政法委|武装部|人武部"
    "|管委会|村委会|居委会|村党支部|村党组织|妇联|机关党委|机关工委|总支|支部|专职|党政办"
    "|党政办公室|综治办|人大主席团)"
)
_RANK = "(?:代理|代(?=[省市县区州旗乡镇]长))?(?:第一|常务|执行|专职|兼职|名誉)?副?"
STATUS = "原任|原|时任|现任|拟任|拟提名为|拟提名|代理|代|前|候任|新任|兼任|兼|历任|曾任"
_HAN = "\u4e00-\u9fff"
_SPACED = (
    f"(?<![{_HAN}])(?:副[ \u3000]*)?[省市县区州乡镇局主][ \u3000]{{1,4}}[长任]"
    f"(?=[ \u3000]{{1,8}}[{_HAN}])"
)
"""A title above a name, both spread over the line: 市　长　　王小强."""
_AFTER = "(?:候选人|助理|(?=\\(主持工作\\)))?"
_WORDS = "(?!制|室|[一二三四]室|责任|会议|信箱|令|办公会|负责制|述职|们|级|单位)"


_OPENING = "代党团纪监政人常办组宣统武管村居妇机总支专综第执兼名副省市县区州乡镇局主"
"""The first characters of bodies, ranks and spaced titles."""
_TAKEN_BY = re.compile("由[^,。;\n]{1,30}担任")


class PostRecogniser:
    """Finds posts by their titles; common words only beside a name or a body."""

    name = "posts"
    version = "4"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        organs = {f.end for f in found if f.kind == "organisation"}
        ends = {f.end for f in found if f.kind in ("organisation", "place")}
        masked = [f for f in found if f.kind in ("document_number", "date")]
        taken = {i for f in masked for i in range(f.start, f.end)}
        return [
            Found(_start(match, organs, ends), match.end(), "post", self.name)
            for match in _pattern().finditer(text)
            if match.start() not in taken and _is_post(text, match, ends)
        ]


def _is_post(text: str, match: re.Match[str], ends: set[int]) -> bool:
    """Tell if a title is meant: it is no common word, or its place or body stands by.

    职责 and 工作 follow a post in 镇长职责 only behind the place or organisation.
    """
    if text.startswith(("职责", "工作"), match.end()) and match.start() not in ends:
        return False
    is_said = match["spaced"] or match["plain"] or match["body"]
    return bool(is_said or match.start() in ends or _TAKEN_BY.match(text, match.end()))


def _start(match: re.Match[str], organs: set[int], ends: set[int]) -> int:
    """Return where the post begins: behind 市委组织部 in 市委组织部副部长.

    A party committee stays with the post, 党委书记, since it is no office. 村 belongs
    to the place that ends with it: 党支部书记 in 杨家店村党支部书记.
    """
    if match[0].startswith("村党") and match.start() + 1 in ends:
        return match.start() + 1
    is_office = match["body"] and not re.match("党|纪委|总支|支部", match["body"])
    return (
        match.end("body")
        if is_office and match.end("body") in organs
        else match.start()
    )


@cache
def _pattern() -> re.Pattern[str]:
    plain: list[str] = []
    common: list[str] = []
    for line in read_lines("titles.txt"):
        (common if line.startswith("*") else plain).extend(line.lstrip("*").split())
    first = {word[0] for word in (*plain, *common)} | set(_OPENING)
    title = f"(?P<body>{_BODY})?{_RANK}(?:(?P<plain>{_any(plain)})|{_any(common)})"
    return re.compile(
        # Passing over other characters by one class is several times quicker.
        f"(?=[{''.join(sorted(first))}])"
        f"(?:(?P<spaced>{_SPACED})|{title}{_AFTER}{_WORDS})"
    )


def _any(words: Sequence[str]) -> str:
    """Return a pattern of the words, the longest first, conditions not counted."""
    longest = sorted(words, key=lambda w: len(w.partition("(")[0]), reverse=True)
    return f"(?:{'|'.join(longest)})"
