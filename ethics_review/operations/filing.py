"""Application and its correction: drafts, revisions, submission, supplement, withdrawal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from committees import operations as committees
from committees.models import Committee
from ethics_review.engine.act import Act, digest
from ethics_review.engine.facts import adopted, rules_of, rules_of_body
from ethics_review.engine.fire import Stale
from ethics_review.folded import searchable
from ethics_review.locks import lock_case, next_number
from ethics_review.models import Case, CompletionNotice, Filing
from ledger import operations as ledger
from regulations import materials
from regulations.checklists import shown_with
from regulations.clocks import local
from regulations.pack import Rules
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Role, State

IN_FORCE = frozenset({State.ACTIVE, State.SUSPENDED})
CORRECTABLE = frozenset({State.DRAFT, State.COMPLETION_REQUESTED, State.REVISION_REQUIRED, State.MODIFICATION_REQUIRED})


class Malformed(Exception):
    """Raised with every problem of a filing at once; nothing was written."""

    def __init__(self, problems: tuple[materials.Problem, ...]) -> None:
        super().__init__(", ".join(problem.path for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Draft:
    """What a new case needs besides the filing.

    `amends` is the approved activity a change is reported of; left out, it is found by what the filing names.
    """

    committee: Committee
    filing: Mapping[str, Any]
    title_zh: str
    title_en: str
    amends: Case | None = None


def create_case(*, draft: Draft, user: User, now: datetime) -> Case:
    """Open a draft for `user`, who becomes its applicant, with its filing as revision 1.

    Writes, in order: number, case, filing, entry `create`. Raises `Malformed` with every problem of the filing, and
    where the activity it changes is not in force or not the unit's; `Refused` where `user` has gone.
    """
    _refuse_malformed(draft.filing)
    if not user.is_active:
        raise Refused((_not_yours(rules_of_body(draft.committee)),))
    amends = draft.amends or _amended(draft.filing, user)
    pack = adopted(draft.committee)
    with transaction.atomic():
        case = Case(
            number=next_number(local(now).year),
            title_zh=draft.title_zh,
            title_en=draft.title_en,
            committee=draft.committee,
            institution=user.institution,
            applicant=user,
            amends=amends,
            activity=_activity(amends),
            filed_as=materials.claims(draft.filing).identifier,
            pack_id=pack.id,
            pack_version=pack.version,
            pack_digest=pack.digest,
            created_at=now,
        )
        case.save(force_insert=True)
        filing = _add_revision(case, 1, draft.filing, user, now)
        _record(case, "create", filing, user, now)
    return case


def revise(*, number: str, filing: Mapping[str, Any], user: User, now: datetime, version: int | None = None) -> Case:
    """Replace the filing by its next revision. Only the applicant, only while the filing is open to correction.

    Raises `Malformed`, `Stale`, and `Refused` (`filing.closed`) once the filing lies before the committee.
    """
    _refuse_malformed(filing)
    with transaction.atomic():
        case = lock_case(number)
        if version is not None and version != case.version:
            raise Stale(case)
        refuse_closed(case=case, user=user)
        latest = case.filings.latest("revision")
        _refuse_another_activity(case, latest, filing)
        added = _add_revision(case, latest.revision + 1, filing, user, now)
        claims = materials.claims(filing)
        case.title_zh, case.title_en = claims.title.zh or case.title_zh, claims.title.en or case.title_en
        case.filed_as = claims.identifier
        if case.pinned_at is None:
            case.amends = _amended(filing, user)
            case.activity = _activity(case.amends)
        case.version += 1
        case.save(update_fields=["title_zh", "title_en", "filed_as", "amends", "activity", "version"])
        _record(case, "revise", added, user, now)
    return case


def _refuse_malformed(filing: Mapping[str, Any]) -> None:
    problems = materials.malformed(filing)
    if problems:
        raise Malformed(problems)


def _amended(filing: Mapping[str, Any], user: User) -> Case | None:
    """The activity in force that the filing changes: named by its number, or by the identifier it was filed under."""
    named = materials.claims(filing).amends
    if not named:
        return None
    own = Q(applicant=user) | Q(institution=user.institution_id, institution__isnull=False)
    known = Q(number=named) | Q(filed_as=named)
    rows = Case.objects.filter(own, known, state__in=IN_FORCE).order_by("-pk")
    found = rows.first()
    if found is None:
        raise Malformed((materials.Problem("amends", "input.not_found", "materials.change", {"given": named}),))
    return found


def _activity(amends: Case | None) -> Case | None:
    """The first case of the activity; None for a case that is the first itself."""
    return None if amends is None else amends.activity or amends


def _refuse_another_activity(case: Case, latest: Filing, filing: Mapping[str, Any]) -> None:
    """What has been accepted stays a change of the activity it was accepted as a change of."""
    if case.pinned_at is None:
        return
    named, before = materials.claims(filing).amends, materials.claims(latest.body).amends
    if named != before and (case.amends is None or named != case.amends.number):
        raise Malformed((materials.Problem("amends", "input.activity_fixed", "materials.change", {"given": named}),))


def refuse_closed(*, case: Case, user: User) -> None:
    """Raise `Refused` where `user` is not the applicant, or the filing is not open to correction (`filing.closed`)."""
    source = rules_of(case).source("materials.complete")
    if case.applicant_id != user.pk or not user.is_active:
        raise Refused((_not_yours(rules_of(case)),))
    if State(case.state) not in CORRECTABLE:
        figures = {"state": case.state, "open_in": sorted(CORRECTABLE)}
        raise Refused((Refusal("filing.closed", source, figures),))


def _not_yours(rules: Rules) -> Refusal:
    return Refusal("role.not_yours", rules.source("materials.complete"), {"needs": [Role.APPLICANT], "has": []})


def _add_revision(case: Case, revision: int, body: Mapping[str, Any], user: User, now: datetime) -> Filing:
    return Filing.objects.create(
        case=case,
        revision=revision,
        body=body,
        words=searchable(body),
        sha256=digest(body),
        created_at=now,
        created_by=user,
    )


def _record(case: Case, action: str, filing: Filing, user: User, now: datetime) -> None:
    body = {
        "pack": case.pack_id,
        "digest": case.pack_digest,
        "committee": case.committee_id,
        "version": case.version,
        "revision": filing.revision,
        "filing_sha256": filing.sha256,
    }
    ledger.append(stream=case.stream, action=action, body=body, actor=user, role=Role.APPLICANT, at=now)


def submit(act: Act) -> None:
    _put_before_committee(act)
    act.change(submitted_at=act.now)


def resubmit(act: Act) -> None:
    """A supplement continues the round; a revised plan begins the next one."""
    source = State(act.case.state)
    act.recorded["from"] = source
    _put_before_committee(act)
    if source is State.REVISION_REQUIRED:
        act.change(round=act.case.round + 1, completion_notices=0, procedure="", ground="", listed=None)


def _put_before_committee(act: Act) -> None:
    filing = act.rows.newest
    filing.submitted_at = act.now
    filing.save(update_fields=["submitted_at"])
    act.recorded |= {"revision": filing.revision, "filing_sha256": filing.sha256, "catalogues": shown_with(filing.body)}


def withdraw(act: Act) -> None:
    """What is withdrawn waits on no agenda."""
    act.change(decided_at=act.now)
    if act.rows.item is not None:
        committees.close_item(item=act.rows.item, actor=act.user, role=act.role, at=act.now)


def request_completion(act: Act) -> None:
    """One notice naming everything: what the catalogue finds missing and what the office adds.

    The entry names the items; of what the office wrote about them it keeps the digest only.
    """
    missing = [{"path": path, "reason": ""} for path in act.facts.filing.missing]
    items = missing + list(act.data.get("extra", []))
    number = act.case.completion_notices + 1
    CompletionNotice.objects.create(
        case=act.case,
        round=act.case.round,
        number=number,
        items=items,
        legal_reason=act.text("legal_reason"),
        note=act.text("note"),
        issued_at=act.now,
    )
    act.change(completion_notices=number)
    if "extra" in act.recorded:
        act.recorded["extra_sha256"] = digest(act.recorded.pop("extra"))
    act.recorded |= {"notice": number, "items": [item["path"] for item in items]}
