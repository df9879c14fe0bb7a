"""Does a text read as the name of an office, and of which ones?"""

import re

from archive.letterhead.lines import plain

_LONG_ENDINGS = (
    "人民政府|政府|国务院|办公厅|办公室|委员会|常委会|管委会|党委|党组|工委|办事处|公所|"
    "中共中央|中央|县委|市委|区委|省委|州委|旗委|盟委|镇委|乡委|地委|团委|纪委|监委|编委|"
    "军委|改革委|人大|政协|大会|总工会|工会|联合会|妇联|协会|学会|商会|研究会|"
    "法院|检察院|公司|集团|银行|中心|学校|中学|小学|大学|学院|医院|卫生院|研究院|研究所|"
    "总社|联社|合作社|档案馆|图书馆|领导小组|工作组|综合组|专家组|机制|专班|指挥部|总局|总署|公署|支部|总支|"
    "大队|支队|派出所|政法委|政研室|督查室|科室"
)
_SHORT_ENDINGS = "部厅局署院委办行会处所站队校馆科室"
_ORGANISATION = re.compile(
    rf"(?:[\u3400-\u9fff·“”\d()]{{0,38}}(?:{_LONG_ENDINGS})"
    rf"|[\u3400-\u9fff·“”\d()]{{2,38}}[{_SHORT_ENDINGS}])(?:\([^()]{{1,8}}\))?"
)
_SHORTEST_SURE_SUFFIX = frozenset("部厅局署院委")
_NO_ORGANISATION = re.compile(
    r"关于|如下|以下|各位|同志|^(?:各|第|本|我|你|该|有关|全体|由|经|在|对|为|与|和|及|"
    r"参加|会议|召开|抄送|附|来自)|^[\d()]"
)
_SEAL = re.compile(r"\s*\((?:盖\s?章|公\s?章|印\s?章|章|印|代\s?章)\)$")
_SEPARATOR = re.compile(r"[、,，;；\s]+")


def is_organisation(name: str) -> bool:
    """Tell whether a text, free of white space, reads as the name of one office."""
    form = plain(name)
    if not 2 <= len(form) <= 42 or _NO_ORGANISATION.search(form):
        return False
    if not _ORGANISATION.fullmatch(form):
        return False
    # Of three characters, a person may be meant: 王文行, 李学会.
    return len(form) > 3 or form[-1] in _SHORTEST_SURE_SUFFIX or form == "国务院"


def organisations_in(text: str) -> tuple[str, ...]:
    """Return the offices that a text lists, or none if one part of it is none.

    Offices stand apart by a mark or by space; within one, letters may be spaced out
    (示 例 局).
    """
    bare = _SEAL.sub("", plain(text))
    written = text[: len(bare)].strip()
    parts = tuple(part for part in _SEPARATOR.split(written) if part)
    if parts and all(map(is_organisation, parts)):
        return tuple(map(short_name, parts))
    whole = "".join(parts)
    is_spaced_out = len(parts) > 2 and all(len(part) <= 2 for part in parts)
    return (short_name(whole),) if is_spaced_out and is_organisation(whole) else ()


def short_name(name: str) -> str:
    """Return 国务院 for 中华人民共和国国务院 and 财政部 for 中华人民共和国财政部."""
    form = plain(name)
    state = "中华人民共和国"
    return name[len(state) :] if form.startswith(state) and len(form) > 9 else name
