"""Words about a meeting to come (会议通知): what its letters say, its agenda, and what the answers promise for a matter."""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ethics_review.wording.figures import enumerated, is_english
from ethics_review.wording.labels import label_in
from regulations.vocabulary import Category
from regulations.words import Words

NOTICES: Mapping[str, tuple[Words, Words]] = {
    "meeting_invited": (
        Words("会议通知", "You are invited to a meeting"),
        Words(
            "请您参加以下会议，并请在会议开始前答复是否参加；有变化的，可以随时修改答复。",
            "You are asked to come to this meeting. Answer before it begins whether you will; the answer can be changed until then.",
        ),
    ),
    "meeting_changed": (
        Words("会议安排有变更", "Meeting changed"),
        Words(
            "会议的时间、地点、形式、主持人或者议程有变更，以下为现在的安排。会议改期的，请重新答复是否参加。",
            "Time, place, form, presider or agenda of the meeting have changed; this is how it stands now. If it was moved, please answer anew.",
        ),
    ),
    "meeting_cancelled": (
        Words("会议取消", "Meeting cancelled"),
        Words(
            "以下会议已经取消，列入议程的事项将另行安排。",
            "This meeting has been cancelled. Its matters will be put on another agenda.",
        ),
    ),
    "meeting_reminder": (
        Words("会议提醒", "Reminder of a meeting"),
        Words(
            "以下会议即将召开。尚未答复的，请答复是否参加；不能参加的，请尽早修改答复。",
            "This meeting is soon. If you have not answered, please do; if you cannot come after all, change your answer early.",
        ),
    ),
    "meeting_in_doubt": (
        Words("按目前答复，会议将无法表决", "The meeting will not be able to decide"),
        Words(
            "按照目前的答复，即使尚未答复的人员全部到会，以下议程也不能付诸表决。请改期、补充参会人员或者另行指定主持人。",
            "On the answers so far the items below cannot be put to the vote, even if everybody comes who has not answered. Move the meeting, win further members for it, or name another presider.",
        ),
    ),
}
MODES = {
    "in_person": Words("现场会议", "in person"),
    "video": Words("视频会议", "by video"),
    "hybrid": Words("现场与视频相结合", "in person and by video"),
}
CHOICES = {
    "comes": Words("参加", "comes"),
    "by_video": Words("视频参加", "by video"),
    "does_not_come": Words("不参加", "does not come"),
}
HIDDEN = Words("您不参加该事项的审议", "a matter in which you take no part")
UNHELD = Words("议程尚未排定", "nothing is on the agenda yet")


def named(params: Mapping[str, Any], language: str) -> str:
    """The meeting by its body and number; empty where none is told."""
    number = params.get("meeting_number")
    if not number:
        return ""
    bodies = [str(params.get(name) or "") for name in ("body_zh", "body_en")]
    if is_english(language):
        return f"{bodies[1] or bodies[0]}, meeting {number}"
    return f"{bodies[0]}第{number}次会议"


def mode(value: object, language: str) -> str:
    """The form of a meeting."""
    return MODES[str(value)].in_language(language) if str(value) in MODES else ""


def agenda(items: Iterable[Mapping[str, Any]], language: str) -> Iterator[tuple[str, str]]:
    """The agenda line by line: each matter the reader may see with where it is read, its documents after it."""
    told = False
    for item in items:
        told = True
        titles = [str(item.get(name) or "") for name in ("title_en", "title_zh")]
        title = next(filter(None, titles if is_english(language) else reversed(titles)), "")
        said = f"{item['number']} {title} {item['address']}" if "number" in item else HIDDEN.in_language(language)
        yield place(item, language), said
        for document in item.get("documents", ()):
            yield Words("材料", "Document").in_language(language), f"{document['name']} {document['address']}"
    if not told:
        yield Words("议程", "Agenda").in_language(language), UNHELD.in_language(language)


def place(item: Mapping[str, Any], language: str) -> str:
    """Where a matter stands on the agenda."""
    return f"Item {item['order']}" if is_english(language) else f"议程第{item['order']}项"


def forecast(figures: Mapping[str, Any], language: str) -> str:
    """What the answers promise for one matter, with its figures: "5 needed, 4 have said they come …"."""
    return _english(figures) if is_english(language) else _chinese(figures)


def _chinese(figures: Mapping[str, Any]) -> str:
    said = f"需要{figures['need']}人，{figures['coming']}人答复参加，{figures['silent']}人尚未答复"
    if figures["declined"]:
        said += f"，{figures['declined']}人答复不参加"
    if figures["missing"]:
        said += f"；缺少专业背景：{_fields(figures['missing'], 'zh-hans')}"
    if figures["headless"]:
        return f"{said}；主持人不参加"
    return said if figures["presider"] else f"{said}；主持人尚未答复"


def _english(figures: Mapping[str, Any]) -> str:
    said = f"{figures['need']} needed, {figures['coming']} {_have(figures['coming'])} said they come, {figures['silent']} {_have(figures['silent'])} not answered"
    if figures["declined"]:
        said += f", {figures['declined']} will not come"
    if figures["missing"]:
        said += f"; missing expertise: {_fields(figures['missing'], 'en')}"
    if figures["headless"]:
        return f"{said}; who presides does not come"
    return said if figures["presider"] else f"{said}; who presides has not answered"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _fields(keys: Iterable[str], language: str) -> str:
    return enumerated((label_in(Category, key, language) for key in keys), language)


def standing(figures: Mapping[str, Any], language: str) -> str:
    """Whether the matter can be voted on, in a few words."""
    if figures["assured"]:
        return Words("按目前答复可以表决", "on the answers so far it can be voted on").in_language(language)
    if figures["possible"]:
        return Words("尚不能确定可以表决", "not assured yet").in_language(language)
    return Words("按目前答复无法表决", "on the answers so far it cannot be voted on").in_language(language)


def doubts(items: Iterable[Mapping[str, Any]], language: str) -> Iterator[tuple[str, str]]:
    """The matters in doubt, by their place on the agenda."""
    for item in items:
        yield place(item, language), forecast(item, language)
