"""Which words are document numbers 发文字号?"""

import re
from collections.abc import Sequence

from indexer.recognise.base import Found, Reading

_YEAR = "(?:(?:19|20)?\\d\\d|[零一二三四五六七八九]{4})"
_OPEN, _CLOSE = "[(《〈「<]", "[)》〉」>]"
_SERIAL = "(?:\\d{1,4}|[零一二三四五六七八九十百]{1,6})"
_NUMBER = re.compile(
    f"{_OPEN}\\s?{_YEAR}\\s?年?{_CLOSE}\\s?第?\\s?{_SERIAL}\\s?号"
    f"|(?P<bare>{_OPEN}{_YEAR}{_CLOSE}\\s?[\u4e00-\u9fff]{{1,8}}\\s?第?\\s?{_SERIAL}\\s?号)"
    f"|(?P<order>令\\s?\\(?\\s?第\\s?{_SERIAL}\\s?号)"
    f"|[发函办字规令]{_YEAR}年?第?{_SERIAL}号"
)
_ISSUER = re.compile("[\u4e00-\u9fff]{1,14}(?=\\s?\\Z)")
_VERBS = re.compile(
    ".*(?:根据|依据|现将|将|按照|印发|转发|关于|参照|执行|废止|同意|以及|文件|通知|批准|见|按|和|以|由|经|为|即|的|号)"
)


class NumberRecogniser:
    """Finds numbers such as 武政发〔2023〕5号 in every bracket, and 令第714号."""

    name = "document numbers"
    version = "2"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        text = reading.text
        return [
            Found(start, match.end(), "document_number", self.name)
            for match in _NUMBER.finditer(text)
            if (start := _start(text, match)) is not None
        ]


def _start(text: str, match: re.Match[str]) -> int | None:
    """Return where the number begins: with its issuer, which one form must have."""
    if match["bare"]:
        return match.start()
    if match["order"]:
        before = match.start() - len("主席")
        return before if text.startswith("主席", max(0, before)) else match.start()
    words = text[max(0, match.start() - 15) : match.start()]
    issuer = _ISSUER.search(words)
    if issuer is None:
        return None
    verbs = _VERBS.match(issuer[0])
    first = issuer.start() + (
        verbs.end() if verbs and verbs.end() < len(issuer[0]) else 0
    )
    return match.start() - len(words) + first
