"""Which words are document numbers 发文字号?"""

import re
from collections.abc import Sequence

from indexer.recognise.base import Found, Reading

_YEAR = "(?:(?:19|20)?\\d\\d|[零一二三四五六七八九]{4})"
_OPEN, _CLOSE = "[(《〈「<]", "[)》〉」>]"
_SERIAL = "(?:\\d{1,4}|[零一二三四五六七八九十百]{1,6})"
_ISSUER = "(?P<issuer>[\u4e00-\u9fff]{1,14})"
_NUMBER = re.compile(
    f"{_ISSUER}\\s?{_OPEN}\\s?{_YEAR}\\s?年?{_CLOSE}\\s?第?\\s?{_SERIAL}\\s?号"
    f"|{_OPEN}{_YEAR}{_CLOSE}\\s?[\u4e00-\u9fff]{{1,8}}\\s?第?\\s?{_SERIAL}\\s?号"
    f"|(?:主席令|令)\\s?\\(?\\s?第\\s?{_SERIAL}\\s?号"
    f"|(?P<plain>[\u4e00-\u9fff]{{2,8}}[发函办字规令]){_YEAR}年?第?{_SERIAL}号"
)
_VERBS = re.compile(
    ".*(?:根据|依据|现将|将|按照|印发|转发|关于|参照|执行|废止|同意|以及|文件|通知|批准|见|按|和|以|由|经|为|即|的|号)"
)


class NumberRecogniser:
    """Finds numbers such as 武政发〔2023〕5号 in every bracket, and 令第714号."""

    name = "document numbers"
    version = "1"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        return [
            Found(_start(match), match.end(), "document_number", self.name)
            for match in _NUMBER.finditer(reading.text)
        ]


def _start(match: re.Match[str]) -> int:
    issuer = match["issuer"] or match["plain"]
    verbs = _VERBS.match(issuer) if issuer else None
    return match.start() + (verbs.end() if verbs and verbs.end() < len(issuer) else 0)
