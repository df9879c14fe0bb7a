"""What is each action on terms called, on pages and on the command line?"""

from collections.abc import Mapping

from archive.terms import TermAction
from web.messages import words

TERM_ACTIONS: Mapping[TermAction, str] = {
    "accept": "收为术语",
    "refuse": "不收",
    "add": "添加",
    "change": "修改",
    "remove": "删去",
    "load": "上传词典",
    "undo": "撤销",
}
_BY_CODE: Mapping[str, str] = {
    f"term_action_{action}": name for action, name in TERM_ACTIONS.items()
}


def command_words(code: str, details: Mapping[str, object]) -> str:
    """Return the name of an action ``term_action_…``; else what ``words`` says."""
    return _BY_CODE.get(code) or words(code, details)
