"""Every page of the product: the person who uses it, and the state it shows. A new address without one is a failure.

`path` may name a case or a meeting of the cast in `served`; `fill` is sent by the form that has its fields, so that
the page is seen as it answers. `nothing` stands where a list is empty, `refused` where something was not accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAIN_STATE = "full"
"""An address is looked at in both languages at both widths in this state, as its first person sees it; else in two."""


@dataclass(frozen=True)
class Page:
    """One page as one person sees it. Without a person it is seen by somebody who is not signed in."""

    path: str
    who: str = ""
    state: str = MAIN_STATE
    status: int = 200
    fill: Mapping[str, str] = field(default_factory=dict)
    tries: bool = False
    """Whether a move is made for it, and taken back."""

    def __str__(self) -> str:
        return f"{self.path} {self.who or 'nobody'} {self.state}"

    @property
    def name(self) -> str:
        """As a file is named after it."""
        words = str(self).translate(str.maketrans("/?=+{}&", "-------")).replace(" ", "_")
        return "-".join(part for part in words.split("-") if part)


def _move(case: str, move: str, who: str, state: str = MAIN_STATE, **more) -> Page:
    return Page(f"/cases/{{{case}}}/moves/{move}/", who, state, **more)


STEPS = ("activity", "plan", "partners", "risk_assessment", "cross_references", "documents")
DESKS = (
    *(Page("/", who) for who in ("applicant", "secretary", "chair", "member", "manager", "officer", "expert")),
    Page("/", "stranger", "nothing"),
    *(Page("/letters/", who) for who in ("secretary", "chair", "officer")),
    Page("/letters/", "member", "nothing"),
    Page("/letters/", "stranger", "refused", status=404),
    Page("/inbox/", "chair"),
    Page("/inbox/", "stranger", "nothing"),
    Page("/sign-in/"),
    Page("/sign-in/", state="refused", fill={"username": "nobody", "password": "guessed"}),
    Page("/account/", "chair"),
    Page("/account/", "stranger", "nothing"),
    Page("/account/channels/", "chair"),
    Page("/account/webhooks/", "chair"),
    Page("/account/webhooks/", "stranger", "nothing"),
    Page("/account/webhooks/{webhook}/", "chair"),
    Page("/account/password/", "member"),
    Page("/account/password/", "member", "refused", fill={"old_password": "no", "new_password1": "1"}),
    Page("/search/", "stranger", "nothing"),
    Page("/search/?q=nothing+like+it", "secretary", "nothing"),
    Page("/search/?q=2026", "secretary"),
    Page("/search/?q=委员会", "applicant"),
)
CASES = (
    Page("/cases/", "chair"),
    Page("/cases/", "stranger", "nothing"),
    Page("/cases/?q=nothing+like+it", "chair", "nothing"),
    Page("/cases/new/", "applicant"),
    Page("/cases/new/?from=dossier", "applicant"),
    Page("/cases/new/?from=dossier", "applicant", "refused", status=422, fill={"text": "[1, 2"}),
    Page("/cases/{draft}/", "applicant"),
    *(Page(f"/cases/{{draft}}/filing/{key}/", "applicant") for key in STEPS),
    Page("/cases/{draft}/filing/commitment/", "applicant"),
    Page("/cases/{draft}/filing/check/", "applicant"),
    Page("/cases/{draft}/filing/?from=form", "applicant"),
    Page("/cases/{draft}/filing/?from=dossier", "applicant"),
    Page("/cases/{incomplete}/", "applicant"),
    Page("/cases/{incomplete}/filing/answer/", "applicant"),
    Page("/cases/{incomplete}/filing/answer/", "applicant", "refused", status=422, fill={"go": "resubmit"}),
    Page("/cases/{incomplete}/filing/check/", "applicant"),
    Page("/cases/{revised}/", "secretary"),
    Page("/cases/{revised}/filing/difference/", "secretary"),
    Page("/cases/{waiting}/filing/difference/", "applicant", "nothing"),
    Page("/cases/{waiting}/", "secretary"),
    Page("/cases/{waiting}/deliveries/", "secretary"),
    Page("/cases/{voting}/", "chair"),
    Page("/cases/{voting}/", "member"),
    Page("/cases/{decided}/", "applicant"),
    Page("/cases/{decided}/", "manager"),
    Page("/cases/{rejected}/", "applicant"),
    Page("/cases/{decided}/letters/", "applicant"),
    Page("/cases/{draft}/letters/", "applicant", "nothing"),
    Page("/cases/{decided}/letters/{letter}/", "applicant"),
    Page("/cases/{decided}/letters/{letter}/", "secretary"),
    Page("/cases/{panelled}/", "officer"),
    Page("/cases/{panelled}/", "expert"),
)
ELSEWHERE = {
    "grant_exemption": "chair",
    "convert_to_general": "voter",
    "issue_decision": "chair",
    "confirm_modifications": "secretary",
    "pass_preliminary": "chair",
    "apply_re_examination": "manager",
    "accept_re_examination": "officer",
    "form_panel": "officer",
    "give_opinion": "officer",
    "register": "manager",
    "confirm_registration": "officer",
    "resume": "chair",
    "rule_on_appeal": "chair",
    "pause_clock": "secretary",
    "resume_clock": "secretary",
}
"""Moves that may be made in no case of the cast: each has a case of its own, called like the move, and who makes it."""
LOOK, WHY = {"look": "yes"}, {"reasons": "依据表决结果"}
WANTED = {"extra.0.path": "plan", "extra.0.reason": "请写明来源"}
MOVES = (
    _move("draft", "submit", "applicant"),
    _move("incomplete", "resubmit", "applicant"),
    _move("waiting", "accept", "secretary"),
    _move("waiting", "accept", "secretary", "refused", status=422, fill={"reason": ""}),
    _move("waiting", "request_completion", "secretary", "refused"),
    _move("waiting", "decline", "secretary"),
    _move("waiting", "request_completion", "secretary", "checked", fill=WANTED | LOOK, tries=True),
    _move("waiting", "decline", "secretary", "checked", fill={"ground": "out_of_scope"} | WHY | LOOK, tries=True),
    _move("issue_decision", "issue_decision", "chair", "checked", fill=WHY | LOOK, tries=True),
    _move("accepted", "determine_list", "chair"),
    _move("accepted", "declare_interest", "member"),
    _move("accepted", "assign_reviewers", "chair", "refused"),
    _move("assigned", "assign_reviewers", "chair"),
    _move("assigned", "submit_worksheet", "reviewer"),
    _move("assigned", "convene", "secretary"),
    _move("voting", "cast_vote", "member"),
    _move("voting", "cast_vote", "member", "checked", fill={"position": "approve"}),
    _move("voting", "cast_vote", "voter", "receipt"),
    _move("voting", "cast_vote", "absent", "refused"),
    _move("decided", "report_incident", "applicant"),
    _move("rejected", "appeal", "applicant"),
    _move("panelled", "open_ballot", "officer"),
    _move("panelled", "declare_interest", "expert"),
    _move("waiting", "withdraw", "applicant"),
    _move("assigned", "extend", "secretary"),
    _move("voting", "close_ballot", "chair"),
    *(_move("decided", move, "applicant") for move in ("report_change", "report_progress")),
    *(_move("decided", move, "chair") for move in ("conclude_follow_up", "suspend", "terminate")),
    _move("decided", "complete", "secretary"),
    *(_move(move, move, who) for move, who in ELSEWHERE.items()),
)
REGISTERS = ("decisions", "registrations", "conditions", "interests", "appeals")
BODIES = (
    Page("/duties/", "manager"),
    Page("/duties/", "stranger", "nothing"),
    Page("/duties/ahead/", "secretary"),
    Page("/committees/", "applicant"),
    Page("/committees/{body}/", "applicant"),
    Page("/committees/{body}/", "secretary"),
    Page("/committees/{body}/?on=2028-12-01", "chair"),
    Page("/committees/{body}/?on=2035-01-01", "chair", "nothing"),
    Page("/committees/{body}/deliveries/", "secretary"),
    Page("/committees/{body}/deliveries/", "member", "nothing"),
    Page("/committees/{body}/dashboard/", "chair"),
    Page("/committees/{body}/dashboard/", "member"),
    Page("/committees/{body}/dashboard/?since=2030-01-01&until=2030-02-01", "manager", "nothing"),
    Page("/committees/{body}/dashboard/?since=2026-06-01&until=2026-05-01", "secretary", "refused"),
    *(Page(f"/committees/{{body}}/registers/{key}/", "secretary") for key in REGISTERS),
    Page("/committees/{body}/registers/decisions/?year=every", "chair"),
    Page("/committees/{body}/registers/appeals/?year=2024", "secretary", "nothing"),
    Page("/committees/{body}/registers/interests/", "member", "refused", status=404),
    Page("/committees/{body}/", "manager"),
    Page("/committees/{body}/seats/new/", "manager"),
    Page("/committees/{body}/seats/new/", "manager", "refused", status=422, fill={"starts_on": ""}),
    Page("/committees/{body}/seats/new/?renew={seat}", "manager", "checked", fill={"ends_on": "2033-12-31"}),
    Page("/committees/{body}/seats/new/", "chair", "refused", status=404),
    Page("/committees/{body}/seats/{seat}/end/", "manager"),
    Page("/committees/{body}/seats/{seat}/end/", "manager", "checked", fill={"reason": "2026"}),
    Page("/committees/{body}/training/", "secretary"),
    Page("/committees/{body}/training/", "member"),
    Page("/committees/{centre}/training/", "keeper", "nothing"),
    Page("/committees/{body}/training/", "secretary", "refused", status=422, fill={"subject": ""}),
    Page("/meetings/", "chair"),
    Page("/meetings/", "stranger", "nothing"),
    Page("/meetings/new/", "secretary"),
    Page("/meetings/new/", "secretary", "refused", status=422, fill={"place": ""}),
    Page("/meetings/new/", "member", "refused", status=404),
    Page("/meetings/{meeting}/change/", "secretary"),
    Page("/meetings/{meeting}/", "secretary"),
    Page("/meetings/{meeting}/", "member"),
    Page("/meetings/{meeting}/", "chair"),
    *(Page("/meetings/{coming}/", who) for who in ("member", "secretary", "chair")),
    Page("/meetings/{meeting}/minutes/", "secretary"),
    Page("/meetings/{ended}/", "chair"),
    Page("/meetings/{ended}/minutes/", "chair"),
)
RULES = (
    Page("/style-guide/", "stranger"),
    Page("/rules/", "applicant"),
    *(Page(f"/rules/{name}/", "applicant") for name in ("ai-2026", "general-2023", "ai-draft-2025")),
    Page("/rules/general-2023/replay/", "chair"),
    Page("/rules/general-2023/replay/all/", "chair", "nothing"),
    Page("/rules/general-2023/replay/all/", "officer"),
    Page("/rules/ai-2026/replay/all/", "stranger", "refused", status=404),
    Page("/rules/ai-2026/replay/", "stranger", "refused", status=404),
)
ANSWERS = (
    Page("/nowhere/", "chair", "refused", status=404),
    *(Page(f"/answers/{status}/", "chair", "refused", status=status) for status in (400, 403, 413, 500)),
    Page("/answers/csrf/", "chair", "refused", status=403),
    Page("/api/v1/docs/", "chair"),
)
PAGES = (*DESKS, *CASES, *MOVES, *BODIES, *RULES, *ANSWERS)

NO_PAGES = {
    "set_language": "a button",
    "document": "gives a file",
    "case-news": "a part of the pages of a case",
    "dashboard-csv": "gives a file",
    "register-csv": "gives a file",
    "calendar": "gives a file",
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
}
"""Addresses that answer GET and show no page, each with what it is instead. What only takes a form need not be here."""

MOST_STATEMENTS = 15
TO_TRY = 30
"""What a page may take besides for which a move is made and taken back: as much as the move and what comes of it."""
BILINGUAL = {"docs"}
"""Pages that say everything in both languages at once."""
