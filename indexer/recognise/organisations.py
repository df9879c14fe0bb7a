"""Which words name organisations?"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from indexer.recognise.base import Found, Reading
from indexer.word_files import read_words

_HAN = "\u4e00-\u9fff"
_LEVEL = "(?:我|本|全)?[省市县区州旗镇乡]"
_SESSION = "(?:第?[一二三四五六七八九十\\d]{1,3}届)?"
_PARTY = (
    "(?:组织部|宣传部|统战部|政法委(?:员会)?|办公[室厅]|党校(?!研究生|本科|大学|学历|在职)|巡察办|老干部局|研究室|编办"
    "|(?:第[一二三四五六七八九十]+)?(?:巡视|巡察|考察|督导|督查|调查)组)"
    "(?:(?:干部|组织|综合|监督|人才|公务员)[一二三四五六七八九十]?[室科处])?"
)
_CORE = (
    "(?:人民政府|政府)(?:办公[室厅]|办(?![公法理事案学]))?"
    f"|(?:党委|党工委|党组|[省市县区州旗]?委){_PARTY}"
    "|纪委监委|纪委|监委|监察委(?!员)|监察委员会|纪律检查委员会"
    f"|{_SESSION}(?:人大常委会(?:办公室)?|人民代表大会常务委员会|人民代表大会"
    "|人大(?!代表|第?[一二三四五六七八九十]{1,3}次)|政协(?!委员))"
    "|(?:地区)?行政公署|行署|军分区|军区"
    "|(?:街道)?办事处|(?<=[村区])党支部|(?<=[村区])党总支|党委|党工委|工委|党组|委员会|[省市县区州旗]?委(?!员|托|派|任|屈|以)"
)
_GENERIC = (
    "(?:(?!的|和|与|在|是|了|对|向|将|由|为|有(?!限)|被|把|从|到|等|各|个|及|至|给|同意|关于|所属)"
    f"[{_HAN}]){{1,12}}?"
    "(?:管理局|总局|分局|局|委员会|公司|集团|银行|医院|大学|学院|中学|小学|协会|学会"
    "|联合会|商会|基金会|研究院|研究所|管理处|管理委员会|管委会|办事处|人民法院|检察院"
    "|(?:开发区|高新区|新区|公园|景区|园区|集团|公司)(?:党工委|党委|党组|管委会)"
    "|合作社|电视台|报社|博物馆|图书馆|档案馆|领导小组|指挥部|支队|大队|总队|总公司)"
    "(?![长员者])"
)
_MINISTRIES = (
    "教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源"
    "|国土资源|生态环境|环境保护|住房和?城乡建设|交通运输|交通|铁道|水利|农业农村|农业"
    "|商务|文化和旅游|文化|卫生|退役军人事务|应急管理|国防|外交|国家安全|监察|人事"
    "|劳动和社会保障|信息产业"
)
_NATIONAL = re.compile(
    "国务院(?:办公厅)?|中纪委|(?:中共)?中央政治局(?:常委会|常务委员会)?"
    "|中共中央(?:办公厅|组织部|宣传部|统战部)?"
    "|中央(?:纪委国家监委|纪委|组织部|宣传部|统战部|政法委|军委(?:办公厅)?|编办|办公厅)"
    "|全国(?:人大常委会|人大(?!代表)|人民代表大会常务委员会|人民代表大会|政协(?!委员))"
    "|最高人民(?:法院|检察院)|新华社|中国人民(?:银行|解放军)|审计署"
    "|中国(?:科学院|工程院|银行|残联|作协|记协|科协|文联)"
    f"|(?:国家|中国)(?:(?!的|和平|和中国|同|对|在|有|是|为|了|企业|机关|大多)[{_HAN}]){{2,14}}?"
    "(?:监督管理委员会|监督管理总局|总局|改革委|委员会|管理局|银行|协会|学会|大学"
    "|研究院|科学院|集团公司|公司|(?<=国家[\u4e00-\u9fff]{2})局(?![面部势限长]))(?!法)"
    f"|(?<![{_HAN}])(?:{_MINISTRIES})部(?!门|队|署|长|分|级)"
    f"|(?<=[、和与及由经在送报向请])(?:{_MINISTRIES})部(?!门|队|署|长|分|级)"
    f"|(?<![{_HAN}])(?:发展改革委|卫生健康委|国资委|证监会|银保监会|体育总局|能源局)(?=[、,，。;])"
)


_WORD = f"(?:(?![的和与在是了对向将由为有被把从及至给各])[{_HAN}])"
_BARE = re.compile(
    f"(?<![{_HAN}])(?P<school>(?!中小学|大中小|成立|设立|组建|新建|改建|扩建){_WORD}{{2,8}}"
    "(?:小学|中学|幼儿园|卫生院|信用合作联社)(?![生教]))"
    f"|(?<![{_HAN}])(?P<room>{_WORD}{{2,5}}"
    "(?:[科股处](?=副?[科股处]长)|室(?=副?主任)))"
    f"|(?<![{_HAN}])(?P<street>{_WORD}{{2,3}}街道(?:办事处|党工委|工委))"
    f"|(?:成立|设立|组建)(?P<group>{_WORD}{{2,18}}?(?:领导小组|工作小组|指挥部))"
)
_CLASS = re.compile("(?:各|每)[^，,。;\n]{0,12}[、和]$")


def _is_class(text: str, match: re.Match[str]) -> bool:
    """Tell if the organ stands for many: 镇人民政府 in 各乡、镇人民政府."""
    return bool(_CLASS.search(text, max(0, match.start() - 14), match.start()))


class OrganisationRecogniser:
    """Finds organs behind the name or level of a place, and national ones."""

    name = "organisations"
    version = "3"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        places = [f for f in found if f.kind == "place"]
        spans = [
            *_behind_places(text, places),
            *(m.span() for m in _levelled().finditer(text) if not _is_class(text, m)),
            *(m.span(m.lastgroup or 0) for m in _BARE.finditer(text)),
            *(m.span() for m in _NATIONAL.finditer(text)),
        ]
        return [Found(*span, "organisation", self.name) for span in _longest(spans)]


def _behind_places(text: str, places: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Yield organisations that begin with one or more places."""
    start, end = -1, -1
    for place in places:
        start = start if place.start == end else place.start
        end = place.end
        match = _organ().match(text, end)
        if match:
            prefix = 2 if text[start - 2 : start] == "中共" else 0
            yield start - prefix, match.end()


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, the longer where two overlap."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if not kept or kept[-1][1] <= start:
            kept.append((start, end))
        elif end - start > kept[-1][1] - kept[-1][0]:
            kept[-1] = (start, end)
    return kept


@cache
def _organ() -> re.Pattern[str]:
    """What follows the name of a place; the longest organ first."""
    return re.compile(f"{_CORE}(?:{_names()})?|{_names()}(?![长员])|{_GENERIC}")


@cache
def _levelled() -> re.Pattern[str]:
    """An organ behind 市, 县 … that no name stands before."""
    not_after = "(?<![城都超股夜门集上治区县市乡镇街村两])(?<![地社小校景园辖山特新])"
    return re.compile(
        f"{not_after}{_LEVEL}(?:(?:委|政府)?{_WORD}{{2,10}}?(?:领导小组|指挥部)"
        f"|{_CORE}|{_names()})(?![长员门])"
        f"|(?<![{_HAN}])(?:{_bare_names()})(?![长员门])"
    )


@cache
def _bare_names() -> str:
    """Names that say enough without a level before them."""
    words = [w for w in read_words("organs.txt") if w.endswith(("局", "厅", "委员会"))]
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))}|组织部|宣传部|统战部)"


@cache
def _names() -> str:
    words = sorted(read_words("organs.txt"), key=len, reverse=True)
    return f"(?:{'|'.join(words)})"
