"""What must hold before the product serves anybody: sound packs, every move bound, every live case's pack present."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection

import regulations
from committees.models import Committee
from ethics_review import local_rules
from ethics_review.models import Case
from ethics_review.operations import EFFECTS
from regulations import loaded
from regulations.check import check, check_together
from regulations.convening import check_settings
from regulations.vocabulary import ENDED
from regulations.words import Words

ABSENT = "ethics_review.E005"


@checks.register()
def packs_are_sound(**_: Any) -> list[checks.CheckMessage]:
    """Every pack passes its own check, alone and beside the others."""
    packs = regulations.all_packs()
    problems = [(pack.id, problem) for pack in packs for problem in check(pack)]
    problems += [("", problem) for problem in check_together(packs)]
    return [checks.Error(_both(problem.sentence), hint=name, id="ethics_review.E001") for name, problem in problems]


@checks.register()
def overlays_are_sound(**_: Any) -> list[checks.CheckMessage]:
    """Every overlay of the operator is whole and nowhere looser than what it lies over."""
    return [
        checks.Error(
            f"{flaw.file}:{flaw.line}: {flaw.reason.zh}。 {flaw.reason.en}.",
            hint=f"{flaw.remedy.zh}。 {flaw.remedy.en}.",
            id="ethics_review.E006",
        )
        for flaw in local_rules.flaws()
    ]


@checks.register()
def loaded_years_are_sound(**_: Any) -> list[checks.CheckMessage]:
    """Every arrangement an operator has loaded can still be read; one that cannot leaves its year unknown."""
    hint = (
        "移走该文件，再用 load_calendar 重新载入该年。 Take the file away, and load the year again with load_calendar."
    )
    return [
        checks.Error(str(error), hint=hint, id="ethics_review.E007") for error in loaded.flawed(settings.CALENDAR_DIR)
    ]


@checks.register()
def moves_are_bound(**_: Any) -> list[checks.CheckMessage]:
    """A move of a pack without a method on the case, or without an effect, could never be made."""
    names = {name for pack in regulations.all_packs() for name in pack.moves}
    unbound = sorted(name for name in names if name not in EFFECTS or not hasattr(Case, name))
    return [
        checks.Error(
            f"规则包中的程序行为 {name} 在程序中没有实现，无法办理。 "
            f"The move {name} is in a pack and bound to nothing: it could never be made.",
            hint="请安装与规则包相配的版本。 Install the release that goes with the packs.",
            id="ethics_review.E002",
        )
        for name in unbound
    ]


@checks.register(checks.Tags.database)
def live_packs_are_present(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """A case stays under the pack it was accepted under: its id and version must still be here."""
    return pinned_packs() if databases and _migrated() else []


def live_packs_gone() -> bool:
    """Whether a case that goes on is bound to a version that is no longer here: nothing could be done about it."""
    return any(found.is_serious() for found in pinned_packs())


def pinned_packs() -> list[checks.CheckMessage]:
    """What is wrong with the versions that cases are bound to. One statement."""
    present = {(pack.id, pack.version): pack.digest for pack in regulations.all_packs()}
    pinned = Case.objects.filter(pinned_at__isnull=False).exclude(state__in=ENDED)
    rows = pinned.values_list("pack_id", "pack_version", "pack_digest").distinct().order_by("pack_id", "pack_version")
    return [
        _flaw(name, version, present.get((name, version)))
        for name, version, digest in rows
        if present.get((name, version)) != digest
    ]


def _flaw(name: str, version: str, present: str | None) -> checks.CheckMessage:
    """A version that is gone stops the product; one that reads otherwise than when cases were accepted is told."""
    if present is None:
        return checks.Error(
            f"有审查事项受 {name} {version} 约束，而该版本已不在。 "
            f"Cases are pinned to {name} {version}, which is gone.",
            hint="请安装含有该版本的程序。 Install a release that contains this version.",
            id="ethics_review.E003",
        )
    return checks.Warning(
        f"{name} {version} 与受理时不同。 {name} {version} is not what it was when cases were accepted under it.",
        hint=(
            "账本的每一条目都记有当时所用规则包的摘要；请安装受理时的版本。 "
            "Each entry of the ledger tells the digest applied; install the release they were accepted under."
        ),
        id="ethics_review.W001",
    )


@checks.register(checks.Tags.database)
def committees_have_their_packs(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """The pack a committee has adopted is here and in force: nothing could be accepted by that committee otherwise."""
    if not databases or not _migrated():
        return []
    binding = {pack.id for pack in regulations.all_packs() if pack.pinnable}
    return [
        checks.Error(
            f"{committee} 适用 {committee.pack_id}，而该规则包不在或未生效。 "
            f"{committee} is under {committee.pack_id}, which is not here or not in force.",
            hint=(
                "请安装该规则包，或由委员会改用另一依据。 "
                "Install the pack, or let the committee adopt another instrument."
            ),
            id=ABSENT,
        )
        for committee in Committee.objects.exclude(pack_id__in=binding).order_by("pk")
    ]


@checks.register(checks.Tags.database)
def house_settings_are_lawful(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """What a committee has set itself is known, of the right kind and within bounds."""
    if not databases or not _migrated():
        return []
    found: list[checks.CheckMessage] = []
    here = [pack.id for pack in regulations.all_packs()]
    for committee in Committee.objects.exclude(house={}).filter(pack_id__in=here):
        problems = check_settings(regulations.pack(committee.pack_id), committee.house)
        found += [checks.Error(_both(p.sentence), hint=str(committee), id="ethics_review.E004") for p in problems]
    return found


def _both(sentence: Words) -> str:
    """Whoever reads the console may read either language."""
    return f"{sentence.zh} {sentence.en}"


def _migrated() -> bool:
    """Nothing can be asked of a database that is still empty."""
    return Case._meta.db_table in connection.introspection.table_names()  # noqa: SLF001 -- Django's public name for it
