"""What is said of terms for each code, and what may people do next?"""

from collections.abc import Mapping

TERM_MESSAGES: Mapping[str, tuple[str, str]] = {
    "term_not_found": ("没有这个词条，可能已被删去。", "请到词表页查看。"),
    "term_change_not_found": ("没有这一次词表改动。", "请到词表页查看。"),
    "term_undone": ("这次改动已经撤销过了。", "请刷新页面，看最新的改动。"),
    "term_missing": ("没有写出词语。", "请写出两个字以上的词。"),
    "term_variant_listed": (
        "已是词表里的词，不能再作别的词的写法。",
        "请去掉这个写法，或先删去那一条。",
    ),
    "term_line_unreadable": (
        "词频不是数字，或词中有空白。",
        "一行写一个词，后面可写词频和词性，用空格隔开。",
    ),
    "no_dictionary": ("词典只收 TXT 或 CSV。", "请在 Excel 中另存为 CSV 后再传。"),
    "term_exists": ("词表里已经有“{name}”。", "请打开那一条修改。"),
    "term_too_short": ("只有一个字，收进来会把别的词切断。", "请写出两个字以上的词。"),
    "term_too_long": ("超过 40 个字，不像一个词。", "请缩短后再加。"),
    "term_with_space": ("词中有空白或看不见的字符。", "请去掉空白；一行写一个词。"),
    "term_without_letters": ("没有文字，只有数字或符号。", "请写出文字。"),
    "term_kind_unknown": ("类别认不得。", "类别写术语、人名、地名、机构或普通词。"),
    "term_frequency_no_number": ("词频不是数字。", "请改成数字，或留空。"),
    "term_undecodable": (
        "这一行有读不出的字。",
        "请用 UTF-8 或 GB18030 编码另存后再上传。",
    ),
    "term_definition_too_long": ("释义超过 2,000 字。", "请缩短后再加。"),
    "term_variants_too_many": ("其他写法超过 20 种。", "请删去一些再加。"),
    "term_repeated": ("前面已有这个词。", "只收第一次出现的一行。"),
    "term_listed": ("词表里已经有这个词，不是来自词典。", "要改就在词表里改那一条。"),
    "term_unchanged": ("与词表里的相同。", "不用再收。"),
    "terms_changed": (
        "“{name}”刚被别人改过，这次没有保存。",
        "请刷新页面，看过后再改。",
    ),
    "terms_changed_since": (
        "“{name}”后来又改过，不能单独撤销这一次。",
        "请先撤销第 {later} 号改动。",
    ),
}
_OF_WRITINGS = (
    "term_too_short",
    "term_too_long",
    "term_with_space",
    "term_without_letters",
    "term_variant_listed",
)


def said_of_input(details: Mapping[str, object]) -> tuple[str, str] | None:
    """Return what is wrong with a term that was typed and the next step.

    None for what is wrong with other things than terms.
    """
    reason, value = str(details.get("reason", "")), str(details.get("value", ""))
    if reason == "term_too_short" and not value:
        reason = "term_missing"
    if reason not in TERM_MESSAGES:
        return None
    what, step = TERM_MESSAGES[reason]
    if reason not in _OF_WRITINGS:
        return what, step
    is_variant = details.get("field") == "variants" and reason != "term_variant_listed"
    return f"{'其他写法' * is_variant}“{value}”{what.removeprefix('词')}", step
