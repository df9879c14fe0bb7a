"""In which Chinese characters is a text written?"""

_TRADITIONAL = frozenset(
    "會個們來時國對說學發點產業義務區區縣鄉鎮黨書記長門關這為與無從東車馬風龍華萬億劃設計議論證"
    "題實現進過還連運動勞農機構條總經濟級組織結給統維網練縮續職聯號處備辦資財貨責費質負賬貸"
    "開間閱閣陽陰陳隊階際險隨離難電靈顧領頭頁項順預頒顯體驗驟見規視覽親觀變讓識詞試話誠該詳誤請"
)


def is_traditional(text: str) -> bool:
    """Tell whether a text is in Traditional characters, by its first thousands."""
    sample = text[:4000]
    han = sum("\u3400" <= character <= "\u9fff" for character in sample)
    traditional = sum(character in _TRADITIONAL for character in sample)
    return han > 0 and traditional > han * 0.05
