"""One matter as the people of the demo carry it: each method is what one or several of them do, through the operations.

Nothing is decided here: what the rules refuse is raised, and a story that acts wrongly ends there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import regulations
from accounts.models import User
from committees import operations as committees
from committees.models import Meeting
from ethics_review.demo import script
from ethics_review.demo.cast import Stage
from ethics_review.models import Case
from ethics_review.operations import Draft, create_case, make_move, revise
from regulations.vocabulary import Category, Role

PANEL = {
    "min.xueli": ("field", "ai_technology"),
    "zhong.lishu": ("ethics",),
    "ouyang.heng": ("law",),
    "bian.zhiqiu": ("field", "ai_application"),
    "weng.tongshu": ("ethics", "science"),
}
"""Five experts and what they bring; none sits on a committee."""
PEOPLE_AT_STAKE = ("life_health", "human_dignity")
OFFICER = "luo.jingxing"
ASSENT = "同意。"


class Matter:
    """A case, its applicant, and the body before which it lies."""

    def __init__(self, stage: Stage, name: str, *, applicant: str, body: str) -> None:
        self.stage = stage
        self.name = name
        self.applicant = applicant
        self.body = script.bodies()[body]
        self.number = ""
        self.meeting: Meeting | None = None

    @property
    def case(self) -> Case:
        """The case as it stands now."""
        return Case.objects.get(number=self.number)

    @property
    def manager(self) -> str:
        """Who speaks for the applicant's unit."""
        institution = next(one.institution for one in script.people() if one.username == self.applicant)
        return next(one.username for one in script.people() if one.manages == institution)

    def user(self, username: str) -> User:
        return self.stage.people[username]

    def ids(self, usernames: Iterable[str]) -> list[int]:
        return [self.user(username).pk for username in usernames]

    def move(self, name: str, who: str, /, **data: Any) -> Case:
        """`who` makes the move, a minute after the last act."""
        return make_move(number=self.number, move=name, user=self.user(who), data=data, now=self.stage.tick())

    ## Application

    def draft(self, filing: Mapping[str, Any] | None = None) -> Case:
        body = script.filing(self.name) if filing is None else filing
        title = body["title"]
        draft = Draft(self.stage.committees[self.body.key], body, title["zh"], title["en"])
        case = create_case(draft=draft, user=self.user(self.applicant), now=self.stage.tick())
        self.number = case.number
        return case

    def file(self) -> Case:
        self.draft()
        return self.move("submit", self.applicant)

    def resubmit(self, *corrections: str, note: str) -> Case:
        """File the next revision with what was supplied, and put it before the committee."""
        filing = script.corrected(self.name, *corrections)
        revise(number=self.number, filing=filing, user=self.user(self.applicant), now=self.stage.tick())
        return self.move("resubmit", self.applicant, note=note)

    def accept(self, procedure: str, reason: str, *, scope: Iterable[str], ground: str = "") -> Case:
        data = {"procedure": procedure, "reason": reason, "scope": list(scope)}
        return self.move("accept", self.body.secretary, **data | ({"ground": ground} if ground else {}))

    def determine(self, items: Iterable[int], reasons: str, *, by: str = "") -> Case:
        return self.move("determine_list", by or self.body.chair, items=list(items), reasons=reasons)

    ## Review

    def declare(self, *silent: str, conflicts: Mapping[str, str] | None = None) -> None:
        """Every member but the `silent` and the applicant states whether an interest is kept, before assignment."""
        for username in self.members_but(*silent):
            self.declare_one(username, (conflicts or {}).get(username, ""))

    def declare_one(self, username: str, conflict: str = "") -> Case:
        details = {"details": conflict} if conflict else {}
        return self.move("declare_interest", username, conflict=bool(conflict), **details)

    def members_but(self, *absent: str) -> list[str]:
        return [member for member in self.body.members if member not in absent and member != self.applicant]

    def assign(self, *reviewers: str, by: str = "") -> Case:
        return self.move("assign_reviewers", by or self.body.chair, reviewers=self.ids(reviewers))

    def worksheet(self, username: str, recommendation: str = "approve", comment: str = ASSENT, **more: bool) -> Case:
        """Every focus assessed; the recommendation, and a doubt or a wish for the general procedure if there is one."""
        focuses = {key: {"answer": "yes"} for key in self.focuses()}
        data = {"focuses": focuses, "recommendation": recommendation, "comment": comment, **more}
        return self.move("submit_worksheet", username, **data)

    def focuses(self) -> tuple[str, ...]:
        return regulations.pack(self.case.pack_id).rules_for(house={}).items("review.focuses")

    ## The meeting

    def convene(
        self, starts_at: str, *, mode: str = "in_person", place: str = "一号会议室", presider: str = ""
    ) -> None:
        when = script.instant(starts_at).isoformat()
        named = self.user(presider or self.body.chair).pk
        self.move("convene", self.body.secretary, starts_at=when, mode=mode, place=place, presider=named)
        self.meeting = Meeting.objects.filter(committee=self.stage.committees[self.body.key]).latest("number")

    def sit(self, *absent: str, advisers: Mapping[str, tuple[str, ...]] | None = None, by_video: bool = False) -> None:
        """Everybody but the absent comes into the room, and says at the item whether an interest is kept."""
        present = self.members_but(*absent)
        for username in present:
            self.arrive(username, by_video=by_video)
        for username, categories in (advisers or {}).items():
            self.arrive(username, kind="adviser", categories=[Category(category) for category in categories])
        for username in present:
            self.declare_one(username)

    def arrive(self, username: str, *, kind: str = "member", by_video: bool = False, categories: Any = ()) -> None:
        now = self.stage.tick()
        committees.arrive(
            meeting=self._meeting,
            person=self.user(username),
            kind=kind,
            rules=regulations.pack(self.case.pack_id).rules_for(house=self.body.charter["house"]),
            actor=self.user(self.body.secretary),
            role=Role.SECRETARY.value,
            at=now,
            now=now,
            by_video=by_video,
            categories=categories,
        )

    @property
    def _meeting(self) -> Meeting:
        if self.meeting is None:
            raise LookupError(f"{self.name} is on no agenda")
        return self.meeting

    def vote(self, position: str, *absent: str, dissent: Mapping[str, tuple[str, str]] | None = None) -> Case:
        """Open the ballot; everybody present votes, `dissent` otherwise and with reasons. The last vote closes it."""
        self.move("open_ballot", self.body.chair)
        case = self.case
        for username in self.members_but(*absent):
            chosen, reason = (dissent or {}).get(username, (position, ASSENT))
            case = self.move("cast_vote", username, position=chosen, reason=reason)
        committees.end_meeting(
            meeting=self._meeting,
            actor=self.user(self.body.secretary),
            role=Role.SECRETARY.value,
            at=self.stage.tick(),
        )
        return case

    def decide(self, *, by: str = "", **data: Any) -> Case:
        return self.move("issue_decision", by or self.body.chair, **data)

    ## Re-examination

    def form_panel(self, panel: Mapping[str, tuple[str, ...]] = PANEL) -> Case:
        experts = [
            {"person": self.user(username).pk, "categories": list(categories)} for username, categories in panel.items()
        ]
        return self.move("form_panel", OFFICER, experts=experts)

    def experts_declare(self, panel: Mapping[str, tuple[str, ...]] = PANEL) -> None:
        for username in panel:
            self.declare_one(username)

    def experts_vote(self, position: str, *, dissent: Mapping[str, tuple[str, str]] | None = None) -> Case:
        """The organiser opens the panel's ballot and every expert votes."""
        case = self.move("open_ballot", OFFICER)
        for username in PANEL:
            chosen, reason = (dissent or {}).get(username, (position, ASSENT))
            case = self.move("cast_vote", username, position=chosen, reason=reason)
        return case
