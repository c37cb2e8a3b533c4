"""A replay in words: what was compared, what each side comes to with its arithmetic, and why a row is not compared."""

from collections.abc import Iterator, Mapping

from ethics_review.wording.figures import day, enumerated, instant, is_english
from ethics_review.wording.labels import clock_label, label_in, move_label
from ethics_review.wording.sentences import cite_text, sentence
from regulations.citation import Source
from regulations.pack import Resolved
from regulations.replay import (
    Counted,
    Figures,
    Kind,
    Limit,
    Listed,
    Made,
    Procedural,
    Reason,
    Row,
    Side,
    Standing,
    Verdict,
)
from regulations.units import Unit
from regulations.vocabulary import Category, Opinion, Outcome, Procedure
from regulations.words import Words

KINDS: Mapping[Kind, Words] = {
    Kind.MOVE: Words("程序行为", "Move"),
    Kind.PROCEDURE: Words("审查程序", "Procedure"),
    Kind.LIMIT: Words("期限", "Time limit"),
    Kind.BALLOT: Words("表决效力", "Validity of the vote"),
    Kind.RE_EXAMINATION: Words("专家复核", "Re-examination"),
}
VERDICTS: Mapping[Verdict, Words] = {
    Verdict.SAME: Words("相同", "same"),
    Verdict.CHANGED: Words("有变化", "changed"),
    Verdict.NOT_ASKED: Words("未作比较", "not compared"),
}
REASONS: Mapping[Reason, Words] = {
    Reason.PACK_GONE: Words(
        "办理本事项所依据的规则包未安装，不作重演",
        "the pack the case was under is not installed, so nothing is replayed",
    ),
    Reason.NOT_REPRODUCED: Words(
        "依原规则未能重现留痕，不作比较",
        "the record is not reproduced under its own rules, so nothing is compared",
    ),
    Reason.NOT_JUDGED: Words(
        "对照清单有本事项未经委员会判断的项目",
        "the other list has items by which no committee has judged the case",
    ),
    Reason.NOT_PUT: Words(
        "对照规则包的表格另有当时未曾提出的问题",
        "the forms of the other pack put questions that nobody was asked",
    ),
}
STANDINGS: Mapping[Standing, Words] = {
    Standing.NOT_LISTED: Words("不在清单内，不需要复核", "not on the list: no re-examination"),
    Standing.EXEMPT: Words("不再开展复核", "exempt from re-examination"),
    Standing.REQUIRED: Words("需要复核", "re-examination required"),
}
UNJUDGED = Words("以下项目未经判断：{items}", "nobody has judged it by: {items}")
ALLOWED = Words("可以办理", "allowed")
OPEN = Words("{procedure}可以适用", "the {procedure} may be used")
NONE = Words("无此期限", "no such time limit")
ENDS = Words("{on}届满", "ends on {on}")
PROVISIONAL = Words("暂定", "provisional")
LATE = Words("逾期办结", "settled late")
ATTENDANCE = Words("参加表决{have}人，至少{need}人", "{have} take part, at least {need} needed")
MISSING = Words("缺少{fields}", "{fields} missing")
COUNT = Words("名册{of}人，须{need}票，得票：{tally}", "{need} of {of} votes needed, cast: {tally}")
RESULT = Words("结果：{result}", "result: {result}")
NO_RESULT = Words("没有结果", "no result")


def subject(row: Row, language: str) -> str:
    """What the row is about: “期限：审查决定”."""
    name = clock_label(row.key, language) if row.kind is Kind.LIMIT else move_label(row.key, language)
    colon = ": " if is_english(language) else "："
    return f"{KINDS[row.kind].in_language(language)}{colon}{name}"


def told(side: Side | None, language: str) -> str:
    """What one side comes to, with its figures and where they are written."""
    match side:
        case None:
            return NONE.in_language(language)
        case Made(refusals):
            return _joined((sentence(one, language) for one in refusals), language) or ALLOWED.in_language(language)
        case Procedural():
            return _procedural(side, language)
        case Limit():
            return _limit(side, language)
        case Counted():
            return _counted(side, language)
        case Listed():
            return _listed(side, language)


def why(row: Row, language: str) -> str:
    """Why the row is not compared; with the items of the other list nobody judged the case by."""
    if row.reason is None:
        return ""
    said = REASONS[row.reason].in_language(language)
    match row.other:
        case Listed(unjudged=items):
            more = enumerated(_items(items, language), language)
        case Made():
            more = told(row.other, language)
        case _:
            return said
    return f"{said}{': ' if is_english(language) else '：'}{more}"


def sources(side: Side | None) -> tuple[Source, ...]:
    """The rules a side stands on, each once."""
    match side:
        case Made(refusals):
            found = tuple(one.source for one in refusals)
        case Procedural():
            found = tuple(one.source for one in side.refusals) or (side.source,)
        case Limit():
            found = (side.clock.source,)
        case Counted():
            found = (side.majority, side.attendance, *((side.fields,) if side.count.missing else ()))
        case Listed():
            found = (side.source,)
        case _:
            found = ()
    return tuple(dict.fromkeys(found))


def _joined(parts: Iterator[str], language: str) -> str:
    return (" " if is_english(language) else "").join(parts)


def _with(text: str, source: Source, language: str) -> str:
    cite = cite_text(source.cite, language)
    return f"{text} ({cite})" if is_english(language) else f"{text}（{cite}）"


def _comma(parts: list[str], language: str) -> str:
    return ("; " if is_english(language) else "；").join(parts)


def _procedural(side: Procedural, language: str) -> str:
    if side.refusals:
        return _joined((sentence(one, language) for one in side.refusals), language)
    name = label_in(Procedure, side.procedure, language)
    return _with(OPEN.in_language(language).format(procedure=name), side.source, language)


def _limit(side: Limit, language: str) -> str:
    """The day, or the instant of what runs by the hour."""
    exact = side.due.length.unit is Unit.HOURS
    on = instant(side.due.due_at, language) if exact else day(side.due.due_on, language)
    parts = [ENDS.in_language(language).format(on=on)]
    parts += [PROVISIONAL.in_language(language)] if side.due.provisional else []
    parts += [LATE.in_language(language)] if side.late else []
    return _with(_comma(parts, language), side.clock.source, language)


def _counted(side: Counted, language: str) -> str:
    """Attendance and majority, each with its figures and its rule, and what came of it."""
    count, parts = side.count, []
    if count.min_present is not None:
        words = ATTENDANCE.in_language(language).format(have=count.taking_part, need=count.min_present)
        parts.append(_with(words, side.attendance, language))
    if count.missing:
        fields = enumerated((label_in(Category, one, language) for one in count.missing), language)
        parts.append(_with(MISSING.in_language(language).format(fields=fields), side.fields, language))
    tally = enumerated((f"{_option(one, language)} {votes}" for one, votes in count.tally.items()), language)
    words = COUNT.in_language(language).format(of=count.roll, need=count.need, tally=tally)
    parts.append(_with(words, side.majority, language))
    found = _option(count.result, language)
    parts.append(RESULT.in_language(language).format(result=found) if found else NO_RESULT.in_language(language))
    return _comma(parts, language)


def _option(value: str, language: str) -> str:
    """An outcome of a decision or an opinion of a panel."""
    worded = label_in(Outcome, value, language)
    return label_in(Opinion, value, language) if worded == value else worded


def _listed(side: Listed, language: str) -> str:
    said = _with(STANDINGS[side.standing].in_language(language), side.source, language)
    open_ = _items(side.unjudged, language) if side.standing is Standing.NOT_LISTED else []
    caveat = [UNJUDGED.in_language(language).format(items=enumerated(open_, language))] if open_ else []
    return _comma([said, *_items(side.items, language), *caveat], language)


def _items(items: Mapping[int, Words], language: str) -> list[str]:
    return [f"{number}. {words.in_language(language)}" for number, words in items.items()]


def counted(found: Figures) -> Words:
    """The figures of one committee, without those of each kind."""
    return Words(
        f"重演{found.cases}件，有变化{found.changed}件，部分未作比较{found.not_asked}件",
        f"{found.cases} replayed, {found.changed} changed, {found.not_asked} not compared in part",
    )


def total(cases: int, changed: int, pack: Resolved) -> Words:
    """What a replay came to; and on which settings it rests, which no pack says."""
    return Words(
        f"共{cases}件，依《{pack.title.zh}》{changed}件有变化。委员会自定事项以当前设置为准；未写入任何内容。",
        f"{cases} replayed, {changed} changed under “{pack.title.en}”. "
        "Committees' own settings are those of today; nothing was written.",
    )
