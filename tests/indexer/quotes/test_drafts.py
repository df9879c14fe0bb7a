from indexer.quotes.drafts import named_for, quotations, references


def quoted(draft: str) -> list[str]:
    return [one.text for one in quotations(draft)]


def test_every_kind_of_mark_holds_a_quotation() -> None:
    draft = '一“甲甲”二‘乙乙’三「丙丙」四『丁丁』五"戊戊"六'
    assert quoted(draft) == ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"]
    assert all(draft[q.start : q.end] == q.text for q in quotations(draft))


def test_a_quotation_within_another_is_part_of_it() -> None:
    assert quoted("称“要把‘四交’做实”。") == ["要把‘四交’做实"]


def test_marks_without_a_partner_quote_nothing() -> None:
    assert quoted("它’s “没有说完\n下一段") == []
    assert quoted('屏幕 15" 的一台，又一台 17" 的，还有 19" 的') == []


def test_a_block_is_one_quotation_without_its_marks_and_source() -> None:
    draft = "前文\n\n> 第一行“要紧”\n> 第二行\n> —— 《示例通知》\n\n后文"
    assert quoted(draft) == ["第一行“要紧”\n第二行"]


def test_titles_and_numbers_are_references_not_quotations() -> None:
    draft = "根据《关于〈示例〉的通知》（示政发〔2024〕3号）办理"
    assert quotations(draft) == []
    assert [r.text for r in references(draft)] == [
        "关于〈示例〉的通知",
        "示政发〔2024〕3号",
    ]
    assert [r.text for r in references("另见示政发〔2024〕3号")] == [
        "示政发〔2024〕3号"
    ]


def test_the_source_named_is_before_a_quotation_or_in_brackets_behind() -> None:
    for draft in ("《甲甲》说“话话”。", "文中说“话话”（《甲甲》）。"):
        (quotation,) = quotations(draft)
        said = named_for(quotation, references(draft), draft)
        assert said is not None and said.text == "甲甲"
    draft = "说“话话”\n《甲甲》是另一段。"
    (quotation,) = quotations(draft)
    assert named_for(quotation, references(draft), draft) is None
    draft = "《甲甲》不管。\n文中说“话话”，另见《乙乙》。"
    (quotation,) = quotations(draft)
    assert named_for(quotation, references(draft), draft) is None
