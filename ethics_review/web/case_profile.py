"""What a case is apart from its filing: body, unit, procedure and its ground, the list, the pack that binds it."""

from dataclasses import dataclass
from datetime import datetime

from ethics_review import wording
from ethics_review.engine import Explained
from ethics_review.web.heading import named, unit_of
from ethics_review.web.shown import Ground, ground_of, item_ground
from ethics_review.web.terms import sentence_case
from regulations.pack import Resolved
from regulations.preview import EXEMPT
from regulations.vocabulary import Procedure


@dataclass(frozen=True)
class Listing:
    """The committee's determination (清单判定): None until made; the items of the list in words, each with its rule."""

    determined: bool
    items: list[tuple[int, str, Ground]]
    exempt: bool
    exempt_ground: Ground
    exempt_until: str


@dataclass(frozen=True)
class Profile:
    """What the case is, apart from its filing."""

    committee: int
    committee_name: str
    applicant: str
    unit: str
    amends: str
    procedure: str
    ground: str
    ground_written: Ground | None
    listing: Listing
    round: int
    submitted_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    pack: str
    pack_title: str
    pack_version: str
    digest: str
    pinned: bool


def profile_of(explained: Explained, pack: Resolved, language: str) -> Profile:
    """The profile as it stands now."""
    case = explained.situation.rows.case
    procedure = wording.label_in(Procedure, case.procedure, language) if case.procedure else ""
    return Profile(
        committee=case.committee_id,
        committee_name=named(case.committee.name, case.committee.name_en, language),
        applicant=str(case.applicant),
        unit=unit_of(case, language) if case.institution else "",
        amends=case.amends.number if case.amends else "",
        procedure=sentence_case(procedure),
        ground=wording.item_label("simplified.grounds", case.ground, language, pack=pack) if case.ground else "",
        ground_written=_item(pack, "simplified.grounds", case.ground, language) if case.ground else None,
        listing=_listing(explained, pack, language),
        round=case.round,
        submitted_at=case.submitted_at,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        pack=pack.id,
        pack_title=pack.title.in_language(language),
        pack_version=pack.version,
        digest=case.pack_digest if case.pinned_at else pack.digest,
        pinned=case.pinned_at is not None,
    )


def _listing(explained: Explained, pack: Resolved, language: str) -> Listing:
    fact = explained.situation.facts.case
    items = [
        (
            item,
            wording.item_label("list.items", str(item), language, pack=pack),
            _item(pack, "list.items", str(item), language),
        )
        for item in fact.listed or ()
    ]
    until = fact.exempt_until.isoformat() if fact.exempt_until else ""
    return Listing(fact.listed is not None, items, fact.exempt, ground_of(pack.rules[EXEMPT].source, language), until)


def _item(pack: Resolved, listed: str, key: str, language: str) -> Ground:
    return item_ground(pack=pack, listed=listed, key=key, language=language)
