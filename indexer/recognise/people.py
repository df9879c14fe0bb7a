"""Which words name people?"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from indexer.recognise.base import Found, Reading
from indexer.recognise.tables import name_cells, role_cells
from indexer.word_files import read_lines, read_words

_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af"
_SPEAKS = (
    "表示|说|指出|强调|介绍|认为|告诉|提出|要求|坦言|解释|回忆|谈到|表态|透露|宣布|感慨"
    "|主持|出席|率|带领|陪同|参加|作了|作出|代表|前往|深入|来到|签署|接任|上任|到任|讲话|讲|发言|致辞|批示|调研|看望|检查|听取|督办|汇报|作报告"
)
_AFTER = re.compile(
    f"\\Z|[^{_HAN}·]|{_SPEAKS}|摄|同志|先生|女士|等|的|为|任|兼|在|与|和|及|是|向|对|就|于"
    "|因|将|已|现|原|拟|分别|不再|担任|提名|当选|辞去|围绕|移交|交接|办理|交班|监交|把|从|到|又|也|曾|自|所|一行"
    "|党内|警告|严重警告|开除|撤销|政务|留党|诫勉|受到|受贿|受聘|出任|继任|拟|获|涉嫌|利用|违反|建设|牵头|挂帅|负责|分管|主管|主抓|联系|包[案抓联保]|每[周月日天年季半]|亲自"
)
_SPEECH = re.compile(f"{_SPEAKS}|(?:同志)?(?:负责|现场)?监交")
_HANDS_OVER = re.compile(
    "[向与同和](?=[^,。;、]{2,12}(?:移交|交接|办理|交班)|[^,。;、]{2,4}(?:同志)?(?:交|作))"
)
_SURE_AFTER = re.compile(f"\\Z|[^{_HAN}·]|同志|牵头|挂帅|每[周月日天年季]")
_FOREIGN = re.compile(
    f"[{_HAN}]{{1,6}}(?:·[{_HAN}]{{1,8}}?){{1,3}}(?={_AFTER.pattern})"
)
_SOFT_GIVEN = frozenset("为和才书党所")
"""Also words; given names only where the name surely ends: 李为民。"""
_SOFT_FIRST = frozenset("会有向其长")
"""Like those, and only the first of two: 李向东, but no 李会长."""
_NOT_GIVEN = frozenset(
    "的是在了和与或及等为对向将由被把从到说你我他她它们这那哪各每并也都不没还人到而且但以因"
    "其此该已曾再又就才只只很最更太非及至书记县市乡镇区省村局厅部委组长员党会第共所有要些入稳领确摄拟"
)
_GOES_ON = re.compile(
    "受[到贿聘邀]|获[得评奖]|涉[嫌及]|违[反规纪]|利用|应邀|入选|升任|调[任研]"
)
"""Words that begin where a name of three characters would end: 左重受到处分."""
_COUNTED = re.compile("(?:[两二三四五六七八九十]|\\d{1,2})[名位](?:同志|干部|领导)")
_AFTER_A_WORD = frozenset("内间中后前时上下里外制者")
"""任期 + 内 is a word and where, not a name."""
_TWO_SPACED = f"[{_HAN}][ \u3000]{{1,4}}[{_HAN}]"
_TAKES = re.compile(
    "(?:不再担任|辞去|卸任|现任|拟任|曾任|担任|兼任|接任|任|当选为|为)$"
)
LABEL = re.compile(
    "(?:移\\s?交\\s?人|接\\s?收\\s?人|监\\s?交\\s?人|交接人|交出人|接交人|交班人|接班人|交接双方|见证人|移交方|接收方"
    "|监交方|离任者|继任者|报告人|述职人|汇报人|负责人|联系人|经办人|签发人|承办人|主持人|记录人"
    "|记者|通讯员|审核人|法定代表人|姓名|主\\s?持|记\\s?录)(?:\\(?签[字名章]*\\)?)?\\s*[::/|\\t]\\s*"
)
_APPOINTS = re.compile("(?:任命|提名|免去|推荐|选举|补选|聘任)了?")
_APPOINT_LIST = re.compile(
    "(?:任命|任职|免去|免职|提名)(?:职务)?\\s*:[ \u3000]*"
    "(?P<lines>(?:\n[^\n:]+(?![^\n]))+)"
)
_LINE_START = re.compile("(?<=\n)[ \u3000]*")
_TO_HOLD = frozenset("别现拟曾担调出改转升兼历")
"""Before 任 they make a verb of it: 分别任武义县委书记."""
_PUNISHED = "党内|警告|严重|开除|撤销|撤职|记过|记大过|降级|免职|诫勉|通报|政务|留党"
_HOLDER = re.compile(
    f"给予(?=[{_HAN}]{{2,4}}?(?:同志)?(?:\\(|{_PUNISHED}))|"
    "(?:现任|时任|曾任|(?<=[年月])(?:担)?任)[^,。;\n]{2,30}?的"
    "|(?:离任|继任|接任|卸任|移交|接收)者(?=\\w)"
    f"|由(?=[{_HAN}]{{2,4}}?(?:同志)?(?:担任|接任|出任|兼任|继任|主持|牵头|负责))"
)
_HONORIFIC = re.compile("同志|先生|女士")


class PersonRecogniser:
    """Finds people by the post before, the words around, or a label."""

    name = "people"
    version = "3"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        places = _Places(text, found)
        taken = _covered(found, ("organisation", "post", "date"))
        spans = dict.fromkeys(
            span
            for span in self._spans(text, found)
            if taken.isdisjoint(range(*span)) and not places.forbid(span)
        )
        spans |= dict.fromkeys(
            span
            for start, _ in list(spans)
            for span in _listed_before(text, start)
            if taken.isdisjoint(range(*span)) and not places.forbid(span)
        )
        names = {text[start:end] for start, end in spans}
        again = _repeats(text, names, taken)
        return [
            Found(
                start, end, "person", self.name, name=re.sub("\\s", "", text[start:end])
            )
            for start, end in _apart(
                sorted({*spans, *again}, key=lambda s: (s[0], -s[1]))
            )
        ]

    def _spans(self, text: str, found: Sequence[Found]) -> Iterator[tuple[int, int]]:
        for post in found:
            if post.kind == "post":
                yield from _names_from(text, _skip(text, post.end))
                yield from _name_before(text, post.start, is_open=True)
        for label in LABEL.finditer(text):
            yield from _labelled(text, label.end())
        for word in _HONORIFIC.finditer(text):
            yield from _name_before(text, word.start())
        for word in _COUNTED.finditer(text):
            yield from _name_before(text, word.start(), is_open=True)
        for word in _HOLDER.finditer(text):
            yield from _names_from(text, word.end())
        for word in _APPOINTS.finditer(text):
            yield from _names_from(text, word.end())
        for listed in _APPOINT_LIST.finditer(text):
            for line in _LINE_START.finditer(text, *listed.span("lines")):
                yield from _names_from(text, line.end())
        for word in _SPEECH.finditer(text):
            yield from _name_before(text, word.start(), is_open=True)
        for hands in _HANDS_OVER.finditer(text):
            yield from _name_before(text, hands.start(), is_open=True)
            yield from _names_from(text, hands.end())
        for cell in role_cells(text):
            yield from _labelled(text[: cell.end], cell.start)
        for start, end in name_cells(text) if "姓" in text else ():
            yield from _labelled(text[:end], start)
        for word in re.finditer("[,(]\\s?(?:男|女)[,)、;]", text):
            yield from _name_before(text, word.start(), is_open=True)
        for thing in found:
            verb = _TAKES.search(text, max(0, thing.start - 5), thing.start)
            if verb and thing.kind in ("place", "organisation", "post"):
                yield from _name_before(text, verb.start(), is_open=True)


def name_end(text: str, start: int, *, is_listed: bool = False) -> int | None:
    """Return where a name that begins here ends; None if none does.

    In a list of names, 、华新宇出席, one may begin like a word.
    """
    foreign = _FOREIGN.match(text, start)
    if foreign:
        return foreign.end()
    size = _surname_length(text, start)
    for end in (start + size + 2, start + size + 1):
        if size and end <= len(text) and _is_name(text, start, end):
            is_word = _begins_with_word(text, start, end)
            if is_word and text[end - 1] in _AFTER_A_WORD:
                continue
            if _GOES_ON.match(text, end - 1):
                continue
            if text[start] == "任" and text[start - 1 : start] in _TO_HOLD:
                continue
            doubtful = (is_word and not is_listed) or text[start] in _doubtful()
            if (_SURE_AFTER if doubtful else _AFTER).match(text, end):
                return end
    return None


def _surname_length(text: str, start: int) -> int:
    if text[start : start + 2] in _compounds():
        return 2
    return int(text[start : start + 1] in _surnames() and start < len(text))


def _is_name(text: str, start: int, end: int) -> bool:
    """Tell if surname and given name are such, whatever stands around."""
    given = text[start + _surname_length(text, start) : end]
    return (
        1 <= len(given) <= 2
        and len(given) < end - start
        and re.fullmatch(f"[{_HAN}]+", given) is not None
        and _is_given(given, is_sure=_is_sure(text, start, end))
        and text[start:end] not in _not_names()
    )


def _begins_with_word(text: str, start: int, end: int) -> bool:
    """Tell if three characters may be a word and one more: 任期 + 内."""
    pair = text[start : start + 2]
    return end - start == 3 and pair in _not_names() and pair not in _compounds()


def _is_sure(text: str, start: int, end: int) -> bool:
    """Tell if the surname is no word and the name surely ends here."""
    return text[start] not in _doubtful() and bool(_SURE_AFTER.match(text, end))


def _is_given(given: str, *, is_sure: bool) -> bool:
    """Tell if no function word is in it, save one in a name that surely ends."""
    words = _NOT_GIVEN.intersection(given)
    if not words or not is_sure:
        return not words
    first = given[0] if len(given) == 2 and given[0] in _SOFT_FIRST else ""
    return len(words) == 1 and words <= _SOFT_GIVEN.union(first)


def _names_from(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the name that begins here and those that follow with 、 or 和."""
    end = name_end(text, start)
    while end is not None:
        yield start, end
        joint = re.compile("(?:\\s*、\\s*|和|以及|及)").match(text, end)
        if joint is None:
            return
        start = joint.end()
        end = name_end(text, start, is_listed=joint[0].strip() == "、")


def _listed_before(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the names of three characters that end in 、 before this one."""
    while text[start - 1 : start] == "、":
        before = next(_name_before(text, start - 1, is_open=True), None)
        if before is None or before[1] - before[0] < 3:
            return
        yield before
        start = before[0]


def _labelled(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the name behind a label, at once or behind an organisation and a space."""
    line = re.compile("[^\n,;。、:\0]{0,40}").match(text, start)
    assert line is not None
    spaced = re.compile(f"{_TWO_SPACED}(?![{_HAN}])").match(text, start)
    if spaced and text[start] in _surnames():
        yield spaced.span()
        return
    for word in re.finditer(f"[{_HAN}·]+", line[0]):
        begin, end = start + word.start(), start + word.end()
        if name_end(text, begin) == end:
            yield begin, end
            return


def _name_before(
    text: str, end: int, *, is_open: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield the name that ends here; ``is_open`` demands that no word runs into it."""
    for start in (end - 3, end - 4, end - 2):
        is_word = _begins_with_word(text, start, end)
        if start < 0 or is_word or not _is_name(text, start, end):
            continue
        is_doubtful = text[start] in _doubtful()
        if is_open and is_doubtful and end - start == 2:
            continue
        if not (is_open or is_doubtful) or not re.match(
            f"[{_HAN}]", text[start - 1 : start] or "。"
        ):
            yield start, end
            return


def _skip(text: str, end: int) -> int:
    match = re.compile("(?:\\(主持工作\\)|候选人)?[ \u3000]{0,8}:?[ \u3000]?").match(
        text, end
    )
    assert match is not None
    return match.end()


def _repeats(text: str, names: set[str], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield every further place of names found once."""
    whole = sorted((n for n in names if len(n) > 2), key=len, reverse=True)
    if not whole:
        return
    for match in re.finditer("|".join(map(re.escape, whole)), text):
        is_term = text.startswith("思想", match.end())
        if not is_term and taken.isdisjoint(range(*match.span())):
            yield match.span()


class _Places:
    """The places that names of people may not overlap."""

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self._text = text
        self._posts = {f.end for f in found if f.kind == "post"}
        self._at: dict[int, Found] = {}
        for place in found:
            if place.kind == "place":
                self._at.update(dict.fromkeys(range(place.start, place.end), place))
        self._ends: set[int] = set()

    def forbid(self, span: tuple[int, int]) -> bool:
        """Tell if a place overlaps that is no part of the name.

        昌平 in 杨昌平 is one, and 武威 in 副主席武威飚 right behind the post or in its
        list of names.
        """
        start, end = span
        over = {self._at[i] for i in range(start, end) if i in self._at}
        is_listed = start in self._posts or (
            self._text[start - 1 : start] == "、" and start - 1 in self._ends
        )
        is_free = all(self._is_part(p, start, end, is_listed) for p in over)
        if is_free:
            self._ends.add(end)
        return not is_free

    @staticmethod
    def _is_part(place: Found, start: int, end: int, is_listed: bool) -> bool:
        is_given = start < place.start and place.end <= end
        is_short = place.start == start and place.end == start + 2 < end
        return is_given or (is_listed and is_short)


def _covered(found: Sequence[Found], kinds: tuple[str, ...]) -> set[int]:
    return {i for f in found if f.kind in kinds for i in range(f.start, f.end)}


def _apart(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(read_lines("surnames.txt")[:2]))


@cache
def _doubtful() -> frozenset[str]:
    """Surnames that are also ordinary words."""
    return frozenset(read_lines("surnames.txt")[1])


@cache
def _compounds() -> frozenset[str]:
    return frozenset(read_lines("surnames.txt")[2].split())


@cache
def _not_names() -> frozenset[str]:
    return frozenset(read_words("not_names.txt"))
