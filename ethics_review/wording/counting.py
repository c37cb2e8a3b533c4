"""How a ballot was counted, written out: who was there, who counted, how many had to agree and how many did."""

from ethics_review.wording.figures import is_english
from regulations.quorum import Arithmetic


def arithmetic(told: Arithmetic, language: str) -> str:
    """The whole sum in one sentence: "7 present, 1 recused, 6 counted, needs 4, has 5: carried"."""
    return _english(told) if is_english(language) else _chinese(told)


def _english(told: Arithmetic) -> str:
    others = f", {told.others} not counted otherwise" if told.others else ""
    end = "carried" if told.carried else "not carried"
    why = ", since too few took part or a field was missing" if told.unquorate else ""
    return (
        f"{told.present} present, {told.recused} recused{others}, {told.counted} counted, "
        f"needs {told.need}, has {told.has}: {end}{why}"
    )


def _chinese(told: Arithmetic) -> str:
    others = f"，另有{told.others}人不计入" if told.others else ""
    end = "通过" if told.carried else "未通过"
    why = "（参加表决人数不足或者缺少必要专业背景）" if told.unquorate else ""
    return (
        f"到会{told.present}人，回避{told.recused}人{others}，计入{told.counted}人，"
        f"需{told.need}票，得{told.has}票：{end}{why}"
    )
