"""One dossier on its way through the pages: who takes part, at which window, and what each of them does there."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from ethics_review.demo import script
from ethics_review.engine import explain
from ethics_review.engine.roles import actor_for
from ethics_review.models import Case
from ethics_review.queries import case_record
from ethics_review.web.shown import reasons_of
from regulations.examine import examine
from tests.e2e_browser import unseen
from tests.e2e_browser.conftest import sync_api
from tests.e2e_browser.hall import Hall
from tests.e2e_browser.party import Gallery, Party, Window

OFFICER = "luo.jingxing"
PANEL = ("min.xueli", "zhong.lishu", "ouyang.heng", "bian.zhiqiu", "weng.tongshu")
BRINGS = {
    "min.xueli": "field",
    "zhong.lishu": "ethics",
    "ouyang.heng": "law",
    "bian.zhiqiu": "field",
    "weng.tongshu": "ethics",
}
ADVISER, OUTSIDER = "lang.yue", "kuang.zhenyu"
ASSENTING = {"approve", "approve_after_modification", "agree"}
WHY = "理由见审查工作表"


class Journey:
    """The verbs of a story. Each is done by the one whose it is, by pressing what the page shows."""

    def __init__(
        self,
        hall: Hall,
        browser: Any,
        *,
        path: Path,
        applicant: str,
        body: str,
        present: tuple[str, ...],
        seats: Callable[[str, int], Window],
        watched: tuple[str, ...] | None,
        gallery: Gallery,
    ) -> None:
        content = yaml.safe_load(path.read_text("utf-8"))
        self.expect, self.missing = content.pop("expect"), content.pop("missing", [])
        self.hall, self.browser, self.path, self.filing, self.body = hall, browser, path, _plain(content), body
        self.watched = watched
        self.seats, self.gallery, self.parties, self.number, self.hour = seats, gallery, {}, "", ""
        seated = script.bodies()[body]
        self.roles = {
            applicant: ("applicant", 0),
            seated.secretary: ("secretary", 0),
            seated.chair: ("chair", 0),
            OFFICER: ("officer", 0),
            OUTSIDER: ("outsider", 0),
        }
        self.roles |= {name: ("member", place) for place, name in enumerate(present) if name != seated.chair}
        self.roles |= {name: ("expert", place) for place, name in enumerate(PANEL)}
        unit = next(one.institution for one in script.people() if one.username == applicant)
        manager = next((one.username for one in script.people() if one.manages == unit), "")
        self.roles.setdefault(manager, ("unit", 0))
        self.present, self.names = present, {}
        self.applicant, self.secretary, self.chair, self.manager = applicant, seated.secretary, seated.chair, manager

    # Who and where

    def who(self, name: str) -> Party:
        """The person at their window, opened when they first come."""
        if name not in self.parties:
            role, place = self.roles[name]
            window = self.seats(role, place)
            context = self.browser.new_context(
                viewport={"width": window.width, "height": 900},
                locale="en-GB" if window.language == "en" else "zh-CN",
                has_touch=window.width < 600,
            )
            page = context.new_page()
            self.parties[name] = Party(
                page, self.hall.address, user=self.hall.people[name], role=role, window=window, gallery=self.gallery
            )
        return self.parties[name]

    def is_watched(self, name: str) -> bool:
        """Whether they act at a page: everybody does, but of members and experts only those who are named."""
        return self.watched is None or name in self.watched or self.roles[name][0] not in {"member", "expert"}

    def unseen(self, name: str, who: str, **data: Any) -> None:
        unseen.does(number=self.number, move=name, who=self.hall.people[who], **data)

    def at(self, hour: str) -> "Journey":
        self.hour = hour
        self.hall.hours.strike(script.instant(hour))
        return self

    @property
    def case(self) -> Case:
        return Case.objects.get(number=self.number)

    @property
    def address(self) -> str:
        return f"/cases/{self.number}/"

    def leave(self) -> None:
        for party in self.parties.values():
            party.is_let_go()
        assert self.gallery.faults == []

    def pictures_of_all(self) -> None:
        """What everybody sees at the moment at which a walk breaks off."""
        for name, party in self.parties.items():
            if not party.page.is_closed():
                party.page.screenshot(path=self.gallery.folder / f"broken-off-{name}.png")

    # One move

    def move(self, name: str, who: str, **given: Any) -> Party:
        """Take the step so called and see that it is done."""
        party = self.at_move(name, who)
        party.answers(name, given).station(name)
        return self.sent(name, party)

    def reads(self, who: str) -> Party:
        """The person has the page of the case before them as it stands now."""
        party, now = self.who(who), (self.number, self.case.version, self.hour)
        if party.path() != self.address or party.read != now:
            party.opens(self.number)
            party.read = now
        return party

    def at_move(self, name: str, who: str) -> Party:
        """At the page on which the step is taken."""
        party = self.reads(who)
        return party.link(party.tongue.move(name), party.region("What you may do now"))

    def sent(self, name: str, party: Party) -> Party:
        before = self.case.state
        party.press(party.tongue.move(name))
        party.says("Done: %(move)s.", move=party.tongue.move(name))
        party.read = (self.number, self.case.version, self.hour)
        if self.case.state != before:
            party.sees(party.tongue.state(self.case.state))
            party.station(f"now-{self.case.state}")
        return party

    # Wrong moments and wrong people

    def hidden(self, who: str) -> None:
        """The case does not exist for them, nor in their lists."""
        party = self.who(who).comes().section("Cases")
        sync_api.expect(party.main).not_to_contain_text(self.number)
        party.finds_nothing(self.address)

    def greyed(self, name: str, who: str, code: str) -> None:
        """No button, but the step by name, and beside it the sentence why not and the article it stands on."""
        party = self.reads(who)
        moves, label = party.region("What you may do now"), party.tongue.move(name)
        sync_api.expect(moves.get_by_role("link", name=label, exact=True)).to_have_count(0)
        for folded in moves.locator("details").all():
            party.unfold(folded)
        line = moves.locator(".why-not > li").filter(has=party.page.get_by_text(label, exact=True))
        reason = self._reason(name, party, code)
        sync_api.expect(line).to_contain_text(reason.sentence)
        if reason.ground is not None:
            sync_api.expect(line).to_contain_text(reason.ground.label)
        party.station(f"not-{name}", line)

    def _reason(self, name: str, party: Party, code: str, given: Mapping[str, Any] | None = None) -> Any:
        """The sentence of that refusal, in the words of the product."""
        situation = explain(case=self.case, user=party.user, now=timezone.now()).situation
        actor, line = actor_for(party.user, situation.people), situation.facts.rules.pack.moves[name]
        found = examine(line, situation.facts, actor, given)
        refusal = next(one for one in found if one.code == code)
        with party.tongue.spoken():
            return reasons_of([refusal], party.window.language)[0]

    def refused(self, name: str, who: str, code: str, **given: Any) -> None:
        """The page is there, the attempt is not accepted: it says why, nothing is written, what was typed stays."""
        version = self.case.version
        party = self.at_move(name, who)
        party.answers(name, given).press(party.tongue.move(name))
        party.says("This was refused; nothing was written")
        party.sees(self._reason(name, party, code, given).sentence).station(f"refused-{name}")
        assert self.case.version == version

    # The body

    def accept(self, reason: str, scope: list[str], **more: Any) -> None:
        self.greyed("accept", self.applicant, "role.not_yours")
        self.hidden(OUTSIDER)
        given = {"procedure": self.expect["procedure"], "reason": reason, "scope": scope, **more}
        if "ground" in self.expect:
            given["ground"] = self.expect["ground"]
        self.move("accept", self.secretary, **given)

    def determine(self, reasons: str) -> None:
        self.greyed("determine_list", self.secretary, "role.not_yours")
        items = self.expect.get("listed") or []
        self.move("determine_list", self.chair, items=items, reasons=reasons)

    def declare(self, *people: str) -> None:
        for name in people:
            act = self.move if self.is_watched(name) else self.unseen
            act("declare_interest", name, conflict=False)

    def assign(self, *reviewers: str) -> None:
        """Whoever is named has declared that they keep no interest."""
        declared = explain(case=self.case, user=self.hall.people[self.chair], now=timezone.now()).situation.facts
        people = self.hall.people
        self.declare(*(name for name in reviewers if people[name].pk not in declared.interests.declared))
        chair = self.at_move("assign_reviewers", self.chair)
        for name in reviewers:
            chair.marks(self.hall.people[name].name)
        chair.station("assign_reviewers")
        self.sent("assign_reviewers", chair)

    def worksheet(self, who: str, recommendation: str = "approve", **more: Any) -> None:
        if not self.is_watched(who):
            person = self.hall.people[who]
            return unseen.worksheet(number=self.number, who=person, recommendation=recommendation, **more)
        member = self.who(who).comes()
        member.link("Fill in the worksheet", member.waits_on_desk(self.number))
        for finding in member.main.get_by_label(member.tongue.phrase("Met"), exact=True).all():
            finding.check()
        member.answers("submit_worksheet", {"recommendation": recommendation, **more})
        member.station("submit_worksheet")
        self.sent("submit_worksheet", member)
        return None

    def too_few(self, reviewer: str, *, of: tuple[str, ...]) -> None:
        """Two are named at the least, also where more have declared."""
        self.declare(*of)
        chair = self.at_move("assign_reviewers", self.chair)
        chair.marks(self.hall.people[reviewer].name).press(chair.tongue.move("assign_reviewers"))
        given = {"reviewers": [self.hall.people[reviewer].pk]}
        chair.sees(self._reason("assign_reviewers", chair, "reviewers.too_few", given).sentence).station("too-few")

    def ask_for_completion(self) -> None:
        """One notice that names everything missing: each item is ticked already, and none can be left out."""
        secretary = self.at_move("request_completion", self.secretary)
        items = secretary.group(secretary.tongue.phrase("What is missing")).get_by_role("checkbox", disabled=True)
        sync_api.expect(items).to_have_count(len(self.missing))
        for path in self.missing:
            secretary.sees(path)
        secretary.answers("request_completion", {"note": "请一次补齐所列事项"}).station("request_completion")
        self.sent("request_completion", secretary)
        (notice,) = case_record.notices(case=self.case)
        assert [item["path"] for item in notice.items] == self.missing

    # Afterwards

    def register(self, number: str, registered: str, confirmed: str) -> None:
        """The unit registers within the time there is, the authority confirms it."""
        self.at(registered)
        self.greyed("confirm_registration", OFFICER, "registration.not_filed")
        self.move("register", self.manager, number=number)
        self.at(confirmed).move("confirm_registration", OFFICER)


def _plain(value: Any) -> Any:
    """Days as a person writes them."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
