"""Acceptance, the list, exemption."""

from committees import operations as committees
from committees.models import Seat
from ethics_review.engine.act import Act
from ethics_review.engine.facts import pack_of
from ethics_review.models import Exemption, Review
from ethics_review.operations.bodies import in_force
from regulations.clocks import local
from regulations.vocabulary import VOTING_POSITIONS, Procedure


def accept(act: Act) -> None:
    """Pin the pack, open the round, and keep out whoever would review their own matter.

    Refuses what would be pinned to an instrument that is not in force.
    """
    case, pack = act.case, pack_of(act.case)
    procedure = Procedure(act.data["procedure"])
    ground = str(act.data.get("ground", "")) if procedure is Procedure.SIMPLIFIED else ""
    if case.pinned_at is None:
        in_force(pack=pack, day=local(act.now).date())
        act.change(pack_id=pack.id, pack_version=pack.version, pack_digest=pack.digest, pinned_at=act.now)
    act.change(procedure=procedure.value, ground=ground, accepted_at=act.now)
    Review.objects.create(
        case=case,
        round=case.round,
        procedure=procedure,
        ground=ground,
        reason=act.text("reason"),
        scope=list(act.data["scope"]),
        opened_at=act.now,
    )
    act.recorded |= {"procedure": procedure.value, "ground": ground, "pack_version": pack.version}
    keep_applicant_out(act)


def keep_applicant_out(act: Act) -> None:
    """An applicant who sits on the committee is recused from their own matter, by the rule and at once."""
    seats: tuple[Seat, ...] = act.rows.seats
    seated = any(seat.person_id == act.case.applicant_id and seat.position in VOTING_POSITIONS for seat in seats)
    if not seated or act.case.applicant_id in act.facts.interests.recused:
        return
    committees.recuse(subject=act.case.stream, item=None, person=act.case.applicant, reason="applicant", at=act.now)
    act.recorded["recused"] = [act.case.applicant_id]


def decline(act: Act) -> None:
    act.change(decided_at=act.now)


def determine_list(act: Act) -> None:
    items = sorted(act.data["items"])
    Exemption.objects.filter(case=act.case, lifted_at__isnull=True).update(lifted_at=act.now)
    act.change(listed=items)
    act.recorded["listed"] = bool(items)


def grant_exemption(act: Act) -> None:
    Exemption.objects.create(
        case=act.case,
        round=act.case.round,
        regime=act.data["regime"],
        number=act.data["number"],
        legal_basis=act.text("legal_basis"),
        valid_until=act.data.get("valid_until") or None,
        granted_at=act.now,
    )
