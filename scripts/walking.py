"""The interface as the demo's people use it, by HTTP alone: one request, one step, one refusal, one expectation.

Knows nothing of the product's code: what it relies on is the API's contract. See `walk_dossiers.py`.
"""

import contextlib
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from http import HTTPStatus
from pathlib import Path

import yaml

SHANGHAI = timezone(timedelta(hours=8))
BODIES = {
    "qinghe": (
        "青禾",
        "song.xiaohe",
        "gu.mingqian qin.shuyao lu.xingzhou miao.qinglan han.yan jiang.caiwei shao.bainian",
    ),
    "nuanyang": (
        "暖阳",
        "ding.xiaoman",
        "ye.huaijin lu.jingshu he.zhiwei tao.ranqi du.wenshu xia.qinghe ren.pingsheng",
    ),
    "yunfan": ("云帆", "he.zhixia", "pei.siyuan qiao.yilan mo.bai ji.changfeng jian.ning xu.zhian bao.muxue"),
    "centre": ("服务中心", "fan.yinuo", "yuan.shouzheng zhuang.minzhi ke.yibo mu.qing lei.chenguang fu.ruolan shu.wan"),
}
"""By key: a word of the body's name, its secretary, and members who will be present, the chair first."""
OFFICER = "luo.jingxing"
PANEL = {
    "min.xueli": ["field"],
    "zhong.lishu": ["ethics"],
    "ouyang.heng": ["law"],
    "bian.zhiqiu": ["field"],
    "weng.tongshu": ["ethics"],
}
ADVISER = "lang.yue"
OUTSIDER = "kuang.zhenyu"
"""A person with no part in any of the cases, to whom they do not exist."""
LONGEST = 1000
"""Characters of what is told of a failure: an answer may be a whole case."""
DONE = {HTTPStatus.OK, HTTPStatus.CREATED}
IN_FAVOUR = {"approve", "approve_after_modification", "agree"}


class Unexpected(Exception):
    """The product did something else than the dossier expects."""


def require(holds: object, what: str) -> None:
    if not holds:
        raise Unexpected(what[:LONGEST])


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Api:
    """The interface as one person after another uses it."""

    def __init__(self, base: str, password: str) -> None:
        self.base, self.password = base.rstrip("/") + "/api/v1/", password
        self.tokens: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.calls = 0

    def ask(self, method: str, path: str, who: str = "", data: object = None) -> tuple[int, dict]:
        """Status and body of one request; whoever has no token yet logs in first."""
        headers = {"Accept": "application/json", "Content-Type": "application/json", "Accept-Language": "en"}
        if who:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        body = None if data is None else json.dumps(data, default=lambda day: day.isoformat()).encode()
        request = urllib.request.Request(self.base + path, data=body, headers=headers, method=method)  # noqa: S310 -- the product's own address
        self.calls += 1
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            content = error.read()
            with contextlib.suppress(ValueError):
                return error.code, json.loads(content)
            return error.code, {"detail": content.decode(errors="replace")[:500]}

    def token(self, who: str) -> str:
        if who not in self.tokens:
            status, answer = self.ask("POST", "auth/token/", data={"username": who, "password": self.password})
            require(status in DONE, f"{who} cannot log in: {status} {answer}")
            self.tokens[who] = answer["token"]
        return self.tokens[who]

    def id_of(self, who: str) -> int:
        if who not in self.ids:
            self.ids[who] = self.get("me/", who)["user"]["id"]
        return self.ids[who]

    def get(self, path: str, who: str) -> dict:
        status, answer = self.ask("GET", path, who)
        require(status in DONE, f"GET {path} as {who}: {status} {answer}")
        return answer

    def post(self, path: str, who: str, data: object) -> dict:
        status, answer = self.ask("POST", path, who, data)
        require(status in DONE, f"POST {path} as {who}: {status} {json.dumps(answer, ensure_ascii=False)}")
        return answer


class Walk:
    """One dossier on its way."""

    def __init__(self, api: Api, path: Path, applicant: str, body: str) -> None:
        content = yaml.safe_load(path.read_text("utf-8"))
        self.expect, self.missing = content.pop("expect"), content.pop("missing", [])
        self.api, self.name, self.filing, self.applicant = api, path.stem, content, applicant
        word, self.secretary, members = BODIES[body]
        self.members = [member for member in members.split() if member != applicant]
        self.chair = self.members[0]
        committees = api.get("committees/", self.secretary)["results"]
        self.committee = next(one["id"] for one in committees if word in one["name"]["zh"])
        self.number, self.version, self.meeting, self.refused = "", 0, 0, 0

    def tell(self, what: str, who: str, came: str) -> None:
        say(f"  {self.name[:2]} {self.number:<10} {what:<24} {who:<16} {came}")

    def case(self, who: str = "") -> dict:
        return self.api.get(f"cases/{self.number}/", who or self.secretary)

    def open(self) -> None:
        data = {"title": self.filing["title"], "committee": self.committee, "filing": self.filing}
        made = self.api.post("cases/", self.applicant, data)
        self.number, self.version = made["number"], made["version"]
        self.tell("create", self.applicant, "draft")

    def move(self, name: str, who: str, **data: object) -> dict:
        case = self.api.post(f"cases/{self.number}/moves/{name}/", who, data)
        self.version = case["version"]
        self.tell(name, who, case.get("state", "out of sight"))
        return case

    def wrong(self, name: str, who: str, *codes: str, **data: object) -> None:
        """Somebody tries what is not theirs, or not yet: 409 with these reasons, or 404; and nothing has changed."""
        status, answer = self.api.ask("POST", f"cases/{self.number}/moves/{name}/", who, data)
        found = [refusal["code"] for refusal in answer.get("refusals", [])]
        require(
            status == (HTTPStatus.CONFLICT if codes else HTTPStatus.NOT_FOUND), f"{name} by {who}: {status} {answer}"
        )
        require(found == list(codes), f"{name} by {who}: refused for {found}, not for {list(codes)}")
        require(all(refusal["sentence"] for refusal in answer.get("refusals", [])), "a refusal without a sentence")
        require(self.case(self.applicant)["version"] == self.version, f"{name} by {who} has written something")
        self.refused += 1
        self.tell(name, who, f"refused: {', '.join(found) or 'not found'}")

    def revise(self, filing: Mapping[str, object], note: str) -> None:
        status, answer = self.api.ask("PATCH", f"cases/{self.number}/filing/", self.applicant, filing)
        require(status in DONE, f"the filing cannot be corrected: {status} {answer}")
        self.version = answer["version"]
        self.move("resubmit", self.applicant, note=note)

    # The steps every dossier takes

    def accept(self, **data: object) -> None:
        words = {
            "procedure": self.expect["procedure"],
            "reason": "by risk and urgency",
            "scope": ["life_health"],
            **data,
        }
        if "ground" in self.expect:
            words["ground"] = self.expect["ground"]
        self.wrong("accept", self.applicant, "role.not_yours", **words)
        self.wrong("accept", OUTSIDER, **words)
        self.move("accept", self.secretary, **words)

    def file(self) -> None:
        self.open()
        self.wrong("submit", self.secretary)
        self.move("submit", self.applicant)

    def determine(self) -> None:
        items = self.expect.get("listed") or []
        self.wrong("determine_list", self.secretary, "role.not_yours", items=[], reasons="not mine to say")
        self.move("determine_list", self.chair, items=items, reasons="held against the list")

    def prepare(self, recommendation: str = "approve", *, reviewers: int = 2) -> None:
        """Declarations, assignment and worksheets."""
        for member in self.members:
            self.move("declare_interest", member, conflict=False)
        named = self.members[1 : 1 + reviewers]
        self.move("assign_reviewers", self.chair, reviewers=[self.api.id_of(name) for name in named])
        for reviewer in named:
            self.worksheet(reviewer, recommendation)

    def worksheet(self, reviewer: str, recommendation: str = "approve", **more: object) -> None:
        moves = {one["move"]: one for one in self.case(reviewer)["moves"]}
        focuses = moves["submit_worksheet"]["asks"]["properties"]["focuses"]["properties"]
        answers = {key: {"answer": "yes"} for key in focuses}
        self.move("submit_worksheet", reviewer, focuses=answers, recommendation=recommendation, **more)

    def meet(self, position: str, *, dissent: int = 0, against: str = "reject", adviser: str = "") -> None:
        """A meeting from the invitation to the last vote."""
        self.sit(adviser)
        self.move("open_ballot", self.chair)
        self.wrong("cast_vote", self.applicant, "role.not_yours", position=position)
        for number, member in enumerate(self.members):
            chosen = against if number >= len(self.members) - dissent else position
            reason = {} if chosen in IN_FAVOUR else {"reason": "for the reasons in my worksheet"}
            self.move("cast_vote", member, position=chosen, **reason)
            if number == 0:
                self.wrong("cast_vote", member, "ballot.already_voted", position=position)
        self.api.post(f"meetings/{self.meeting}/end/", self.secretary, {})

    def sit(self, adviser: str) -> None:
        now = datetime.now(SHANGHAI).isoformat(timespec="seconds")
        invitation = {"committee": self.committee, "starts_at": now, "mode": "in_person", "place": "Room 1"}
        invitation["presider"] = self.api.id_of(self.chair)
        self.meeting = self.api.post("meetings/", self.secretary, invitation)["id"]
        self.move("convene", self.secretary, meeting=self.meeting)
        for member in self.members:
            self.arrive({"person": self.api.id_of(member), "kind": "member"})
        if adviser:
            self.wrong("open_ballot", self.chair, "interest.undeclared", "emergency.no_field_expert")
            self.arrive({"person": self.api.id_of(adviser), "kind": "adviser", "categories": ["field"]})
        for member in self.members:
            self.move("declare_interest", member, conflict=False)

    def arrive(self, line: Mapping[str, object]) -> None:
        self.api.post(f"meetings/{self.meeting}/attendance/", self.secretary, line)

    def re_examine(self, manager: str, opinion: str) -> None:
        """From the unit's application to the authority's return of the experts' opinion."""
        self.wrong("issue_decision", self.chair, "re_examination.required", reasons="at once")
        self.move("pass_preliminary", self.chair, opinion="fit to be re-examined")
        self.wrong("apply_re_examination", self.applicant, "role.not_yours")
        self.move("apply_re_examination", manager)
        self.move("accept_re_examination", OFFICER)
        seated = {**PANEL, self.members[1]: ["ethics"]}
        self.wrong("form_panel", OFFICER, "panel.not_independent", experts=self.experts(seated))
        self.move("form_panel", OFFICER, experts=self.experts(PANEL))
        for expert in PANEL:
            self.move("declare_interest", expert, conflict=False)
        self.move("open_ballot", OFFICER)
        self.wrong("cast_vote", self.chair, "role.not_yours", position="agree")
        for expert in PANEL:
            reason = {} if opinion in IN_FAVOUR else {"reason": "the residual risk is high"}
            self.move("cast_vote", expert, position=opinion, **reason)
        self.move("give_opinion", OFFICER, compliance="complied with", reasonableness="examined")

    def experts(self, panel: Mapping[str, list[str]]) -> list[dict]:
        return [{"person": self.api.id_of(name), "categories": list(fields)} for name, fields in panel.items()]

    def decide(self, **data: object) -> None:
        self.wrong("issue_decision", self.secretary, "role.not_yours", **data)
        self.move("issue_decision", self.chair, **data)

    def register(self, manager: str) -> None:
        self.wrong("confirm_registration", OFFICER, "registration.not_filed")
        self.move("register", manager, number=f"REG {self.number}")
        self.move("confirm_registration", OFFICER)

    # What came of it

    def clock(self, *names: str) -> dict:
        found = [one for one in self.case()["deadlines"] if one["clock"] in names]
        require(found, f"no clock {names} was ever started")
        return max(found, key=lambda one: one["started_at"])

    def ends(self, state: str) -> None:
        """Hold the case against everything the dossier expects of it."""
        case, expect = self.case(), self.expect
        require(case["state"] == state, f"{case['state']}, not {state}")
        require(case["procedure"] == expect.get("converts_to", expect["procedure"]), case["procedure"])
        require(case["listed"] == (expect.get("listed") or []), f"listed: {case['listed']}")
        require(bool(case["exempt"]) == bool(expect.get("exempt")), f"exempt: {case['exempt']}")
        final = [one["outcome"] for one in case["decisions"] if one["kind"] == "final"]
        wanted = [expect[name] for name in ("first_decision", "decision") if name in expect] or ["approve"]
        require(final == wanted, f"decided {final}, not {wanted}")
        if "follow_up_months" in expect:
            self.months(self.clock("follow_up", "follow_up_listed"), expect["follow_up_months"])
        if "register_within_days" in expect:
            self.days(self.clock("registration"), expect["register_within_days"])
        say(f"  {self.name[:2]} {self.number:<10} ends as expected: {json.dumps(expect, ensure_ascii=False)}")

    def months(self, clock: Mapping[str, object], months: int) -> None:
        """The corresponding day, or the month's last; in a year whose holidays are known, days off may move it."""
        start = day_in_shanghai(clock["started_at"])
        years, month = divmod(start.month - 1 + months, 12)
        last = (date(start.year + years, month + 1, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        self.due(clock, min(last, last.replace(day=min(start.day, last.day))))

    def days(self, clock: Mapping[str, object], days: int) -> None:
        self.due(clock, day_in_shanghai(clock["started_at"]) + timedelta(days=days))

    def due(self, clock: Mapping[str, object], counted: date) -> None:
        moved = (date.fromisoformat(clock["due_on"]) - counted).days
        most = 0 if clock["provisional"] else 15
        require(0 <= moved <= most, f"{clock['clock']} is due on {clock['due_on']}, counted {counted}")


def day_in_shanghai(text: str) -> date:
    return datetime.fromisoformat(text).astimezone(SHANGHAI).date()
