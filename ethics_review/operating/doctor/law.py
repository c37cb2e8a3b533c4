"""The rules: calendars, packs and overlays, and the time zone by which every limit ends."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.checks import CheckMessage

import regulations
from ethics_review import checks
from ethics_review.health import calendars_missing
from ethics_review.operating.doctor.finding import Finding, broken, fine, warning
from regulations import calendar, loaded
from regulations.clocks import local
from regulations.words import Words

ZONE = "Asia/Shanghai"
EAST_OF_GREENWICH = timedelta(hours=8)
ANY = ["default"]


def examine(*, now: datetime) -> Iterator[Finding]:
    yield from _calendars(now)
    yield from _packs()
    yield _zone(now)


def _calendars(now: datetime) -> Iterator[Finding]:
    known = calendar.built_in()
    for year in {local(now).year, *(year for year in known.years if year >= local(now).year)}:
        if known.covers(year):
            numbers = "、".join(known.documents([year]))
            yield fine("calendar", f"{year} 年放假安排已载入：{numbers}", f"Days off of {year} are loaded: {numbers}")
    for year in calendars_missing(now=now):
        yield warning(
            "calendar",
            Words(f"{year} 年放假安排尚未载入。", f"The arrangement of days off of {year} is not loaded."),
            why=Words("该年的到期日只是暂定。", "Dates in that year are provisional."),
            remedy=Words(
                "国务院办公厅公布后写成文件，运行 manage.py load_calendar 文件。",
                "Once the State Council has published it, write it down and run manage.py load_calendar FILE.",
            ),
        )
    for flaw in loaded.flawed(settings.CALENDAR_DIR):
        zh, en = "；".join(one.zh for one in flaw.problems), "; ".join(one.en for one in flaw.problems)
        yield broken(
            "calendar",
            Words(f"放假安排文件无法读取：{flaw.file}：{zh}", f"An arrangement cannot be read: {flaw.file}: {en}"),
            why=Words("该年按未载入处理。", "Its year counts as not loaded."),
            remedy=Words("移走该文件后重新载入。", "Take the file away and load the year again."),
        )


def _packs() -> Iterator[Finding]:
    for pack in regulations.all_packs():
        told = f"{pack.id} {pack.version} ({pack.status}, {pack.digest[:12]})"
        yield fine("packs", f"规则包 {told}", f"Pack {told}")
    sound = [*checks.packs_are_sound(), *checks.moves_are_bound()]
    yield from _of(sound, "packs", Words("重新安装本版本。", "Install this release again."))
    remedy = Words("见 docs/how-to/add-local-rules.md。", "See docs/how-to/add-local-rules.md.")
    yield from _of(checks.overlays_are_sound(), "overlays", remedy)
    bound = [*checks.live_packs_are_present(ANY), *checks.committees_have_their_packs(ANY)]
    yield from _of(bound, "packs.cases", Words("安装含有该规则包的版本。", "Install a release that contains the pack."))
    lawful = checks.house_settings_are_lawful(ANY)
    yield from _of(
        lawful, "house", Words("由秘书改正本会设定。", "Let the secretary correct the committee's settings.")
    )
    if settings.OVERLAYS and not checks.overlays_are_sound():
        count = len(settings.OVERLAYS)
        yield fine("overlays", f"已叠加 {count} 个附加规定。", f"{count} overlays are laid over the packs.")


def _of(found: Iterable[CheckMessage], area: str, remedy: Words) -> Iterator[Finding]:
    """Django's own findings are English sentences, kept as they are in both languages."""
    why = Words("受影响的案件无法按有效规则推进。", "The cases concerned cannot go on under valid rules.")
    for one in found:
        told = Words(f"规则检查 {one.id}：{one.msg}", f"{one.id}: {one.msg}")
        yield (broken if one.is_serious() else warning)(area, told, why=why, remedy=remedy)


def _zone(now: datetime) -> Finding:
    try:
        offset = now.astimezone(ZoneInfo(ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset == EAST_OF_GREENWICH:
        return fine("timezone", f"时区数据可用：{ZONE}。", f"Time zone data: {ZONE}.")
    return broken(
        "timezone",
        Words(f"时区数据缺失或有误：{ZONE}。", f"Time zone data for {ZONE} are missing or wrong."),
        why=Words("期限于上海时间当日二十四时届满。", "Time limits end at 24:00 in Shanghai."),
        remedy=Words("安装 tzdata。", "Install tzdata."),
    )
