"""What people do to a case. `make_move` is the one way in; an effect is what its move changes besides the state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ethics_review.engine import fire
from ethics_review.engine.act import Effect
from ethics_review.models import Case
from ethics_review.operations import (
    acceptance,
    clocks,
    deciding,
    filing,
    following,
    re_examination,
    reviewing,
    voting,
    worksheets,
)
from ethics_review.operations.filing import Draft, Malformed, create_case, revise

EFFECTS: Mapping[str, Effect] = {
    "submit": filing.submit,
    "withdraw": filing.withdraw,
    "request_completion": filing.request_completion,
    "resubmit": filing.resubmit,
    "accept": acceptance.accept,
    "decline": acceptance.decline,
    "determine_list": acceptance.determine_list,
    "grant_exemption": acceptance.grant_exemption,
    "declare_interest": reviewing.declare_interest,
    "assign_reviewers": reviewing.assign_reviewers,
    "submit_worksheet": reviewing.submit_worksheet,
    "convert_to_general": reviewing.convert_to_general,
    "convene": voting.convene,
    "open_ballot": voting.open_ballot,
    "cast_vote": voting.cast_vote,
    "close_ballot": voting.close_ballot,
    "issue_decision": deciding.issue_decision,
    "confirm_modifications": deciding.confirm_modifications,
    "pass_preliminary": deciding.pass_preliminary,
    "appeal": deciding.appeal,
    "rule_on_appeal": deciding.rule_on_appeal,
    "apply_re_examination": re_examination.apply_re_examination,
    "accept_re_examination": re_examination.accept_re_examination,
    "form_panel": re_examination.form_panel,
    "give_opinion": re_examination.give_opinion,
    "register": following.register,
    "confirm_registration": following.confirm_registration,
    "report_change": following.report_change,
    "report_incident": following.report_incident,
    "report_progress": following.report_progress,
    "conclude_follow_up": following.conclude_follow_up,
    "suspend": following.suspend,
    "resume": following.resume,
    "terminate": following.terminate,
    "complete": following.complete,
    "extend": clocks.extend,
    "pause_clock": clocks.pause_clock,
    "resume_clock": clocks.resume_clock,
}

FORGETTING: Mapping[str, Effect] = {name: worksheets.forgetting(effect) for name, effect in EFFECTS.items()}


def make_move(
    *, number: str, move: str, user: User, data: Mapping[str, Any], now: datetime, version: int | None = None
) -> Case:
    """Make `move` in case `number` as `user`; see `engine.fire` for what it writes and raises."""
    return fire(number=number, move=move, user=user, data=data, now=now, effects=FORGETTING, version=version)


def file_case(*, draft: Draft, user: User, now: datetime) -> Case:
    """Open a draft and put it before the committee, or do neither. Raises what `create_case` and `make_move` raise."""
    with transaction.atomic():
        case = create_case(draft=draft, user=user, now=now)
        return make_move(number=case.number, move="submit", user=user, data={}, now=now)


__all__ = ["EFFECTS", "Draft", "Malformed", "create_case", "file_case", "make_move", "revise"]
