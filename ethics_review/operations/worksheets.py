"""The draft of a worksheet (审查工作表草稿): kept for its reviewer alone until it is filed, and no fact for the law.

Nothing here is told to the ledger: what somebody was about to think is nobody's record. The case is locked all the
same, so that no draft is written behind a filing, and no window overwrites what another has kept.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from accounts.models import User
from committees.models import Recusal
from ethics_review.engine.act import Act, Effect
from ethics_review.locks import lock_case
from ethics_review.models import Assignment, Case, WorksheetDraft
from ledger.models import Entry
from regulations.vocabulary import State

Answers = Mapping[str, str]


class Newer(Exception):
    """Another window has kept something else since the page was drawn."""

    def __init__(self, draft: WorksheetDraft) -> None:
        super().__init__(f"draft of {draft.assignment_id} is at revision {draft.revision}")
        self.draft = draft


def keep(*, number: str, answers: Answers, drawn_from: int, user: User, now: datetime) -> WorksheetDraft:
    """Keep what a reviewer has typed, drawn from revision `drawn_from` of the draft (0: from none).

    What has not changed is not written. Raises `Case.DoesNotExist` for whoever owes no worksheet in the case, and
    `Newer` where another window has kept something else.
    """
    with transaction.atomic():
        case = lock_case(number)
        owed = _owed(case, user)
        draft = WorksheetDraft.objects.filter(assignment=owed).first()
        if draft is None:
            return WorksheetDraft.objects.create(
                assignment=owed, answers=dict(answers), revision=drawn_from + 1, saved_at=now
            )
        if draft.answers == answers:
            return draft
        if draft.revision != drawn_from:
            raise Newer(draft)
        draft.answers, draft.revision, draft.saved_at = dict(answers), draft.revision + 1, now
        draft.save(update_fields=["answers", "revision", "saved_at"])
    return draft


def discard(*, number: str, user: User) -> None:
    """Throw one's own draft away. Raises `Case.DoesNotExist` for whoever owes no worksheet in the case.

    Its revision goes on, so that a window from before does not take what is kept afterwards for what it has shown.
    """
    with transaction.atomic():
        mine = WorksheetDraft.objects.filter(assignment=_owed(lock_case(number), user))
        mine.update(answers={}, revision=F("revision") + 1)


def _owed(case: Case, user: User) -> Assignment:
    """The worksheet the user owes now: named in this round, not released, not filed, not recused."""
    kept_out = Recusal.objects.filter(subject=case.stream, person=user).exists()
    owed = Assignment.objects.filter(
        person=user,
        released_at__isnull=True,
        worksheet__isnull=True,
        review__case=case,
        review__round=case.round,
    ).first()
    if owed is None or kept_out or not user.is_active or State(case.state) is not State.IN_REVIEW:
        raise Case.DoesNotExist
    return owed


def forget(*, case: Case) -> None:
    """Delete every draft of the case that can no longer be filed: filed, released, recused, or the review is over.

    One statement. The caller holds the case's lock.
    """
    drafts = WorksheetDraft.objects.filter(assignment__review__case=case)
    if State(case.state) is State.IN_REVIEW:
        subject = Concat(Value("case:"), OuterRef("assignment__review__case__number"), output_field=CharField())
        recused = Recusal.objects.filter(subject=subject, person=OuterRef("assignment__person"))
        over = Q(assignment__worksheet__isnull=False) | Q(assignment__released_at__isnull=False)
        drafts = drafts.filter(over | ~Q(assignment__review__round=case.round) | Exists(recused))
    drafts.delete()


def forgetting(effect: Effect) -> Effect:
    """The effect, after which what can no longer be filed is forgotten.

    Nothing is asked where nobody owed a worksheet, unless the review has ended: whoever has left the body owes none.
    """

    def made(act: Act) -> None:
        reviewing = State(act.case.state) is State.IN_REVIEW
        owed = any(not hasattr(one, "worksheet") for one in act.rows.assignments)
        effect(act)

        def afterwards(_: Entry) -> None:
            if owed or (reviewing and State(act.case.state) is not State.IN_REVIEW):
                forget(case=act.case)

        act.with_entry.append(afterwards)

    return made
