"""Take each dossier from a draft to the end it expects, by HTTP alone, with the wrong people refused on the way.

scripts/walk_dossiers.py [--base http://127.0.0.1:8000] [--dossiers fixtures/dossiers] [--password …] [--only 01]

Speaks to a running product that holds the demo (`manage.py up`) as a committee's own tools would: logs in as each of
the demo's people, files every dossier as a new case, makes each move as the one whose move it is, and lets others try
first. Runs on the real clock. Exit code 1 at the first thing that is not as it should be.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from walking import ADVISER, Api, Unexpected, Walk, require, say

ROOT = Path(__file__).resolve().parent.parent
FILING_NUMBER = "网信算备000000000000000240001号"
SUPPLIED = {
    "responsible_person.training_certificate": "KJLL-2026-0702",
    "plan.data.acquisition": "应聘者投递时单独同意；剔除姓名、性别、院校字段",
    "plan.testing": "按性别、院校层次分组的通过率差异检验",
    "risk_assessment.risks.0.control": "敏感属性不入模；分组差异超过 10% 停用",
    "risk_assessment.monitoring": "每批次统计分组通过率",
    "risk_assessment.emergency_plan": "停用初筛结果，当批全部转人工",
    "commitment": {"signed_by": "苏明棠", "signed_on": date(2026, 8, 11)},
    "conflict_statement": "项目组成员均不在委员会任职。",
}
FEWEST_REFUSED = 3
REVISED = {"plan.purpose": "生成匹配度供人工参考；不自动淘汰"}


def with_values(filing: Mapping[str, object], values: Mapping[str, object]) -> dict:
    """The filing with each value laid at its path."""
    copy = deepcopy(dict(filing))
    for path, value in values.items():
        *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
        inside = copy
        for part in way:
            inside = inside[part]
        inside[last] = value
    return copy


def customer_service(api: Api, path: Path) -> Walk:
    """01: general, approved after modification, modifications confirmed."""
    walk = Walk(api, path, "lin.ruoan", "qinghe")
    walk.file()
    walk.wrong("request_completion", walk.secretary, "completion.nothing_missing")
    walk.accept()
    walk.determine()
    walk.prepare("approve_after_modification")
    walk.meet("approve_after_modification", dissent=1, against="approve")
    walk.wrong("issue_decision", walk.chair, "decision.requirements_missing", reasons="sound on the whole")
    walk.decide(reasons="sound on the whole", requirements="add a test group of older users")
    walk.wrong("confirm_modifications", walk.secretary, "modification.not_filed")
    walk.revise(with_values(walk.filing, {"plan.testing": "增设 60 岁以上用户专组"}), "added the test group")
    walk.wrong("confirm_modifications", walk.applicant, "role.not_yours")
    walk.move("confirm_modifications", walk.secretary)
    walk.ends("active")
    return walk


def code_completion(api: Api, path: Path) -> Walk:
    """02: simplified on the ground of minimal risk; two named members agree."""
    walk = Walk(api, path, "zhou.yiran", "qinghe")
    walk.file()
    walk.accept()
    walk.determine()
    walk.prepare()
    walk.wrong("convene", walk.secretary, "meeting.simplified")
    walk.decide(reasons="of one mind")
    walk.ends("active")
    require(walk.case()["ground"] == walk.expect["ground"], "another ground")
    return walk


def companion_agent(api: Api, path: Path) -> Walk:
    """03: listed, re-examined with agreement, registered; its applicant is a member and keeps out."""
    walk = Walk(api, path, "he.zhiwei", "nuanyang")
    walk.file()
    walk.accept()
    walk.wrong("declare_interest", walk.applicant, "role.not_yours", conflict=False)
    walk.determine()
    walk.prepare(reviewers=3)
    walk.meet("approve", dissent=1)
    walk.re_examine("meng.chunhe", walk.expect["re_examination"])
    walk.meet("approve")
    walk.decide(reasons="according to the opinion")
    walk.register("meng.chunhe")
    walk.ends("active")
    recused = [person["name"] for person in walk.case()["recused"]]
    require(recused == walk.expect["recused"], f"recused: {recused}")
    return walk


def recommendation(api: Api, path: Path) -> Walk:
    """04: listed, but its algorithm filing exempts it from re-examination."""
    walk = Walk(api, path, "shen.yanqiu", "yunfan")
    claim = {"regime": walk.expect["exempt"]["basis"], "number": FILING_NUMBER, "legal_basis": "ethics is a condition"}
    walk.file()
    walk.accept()
    walk.determine()
    walk.wrong("grant_exemption", walk.applicant, "role.not_yours", **claim)
    walk.wrong("grant_exemption", walk.chair, "exemption.not_on_file", **claim | {"number": "another"})
    walk.move("grant_exemption", walk.chair, **claim)
    walk.prepare()
    walk.meet("approve", dissent=2)
    walk.wrong("pass_preliminary", walk.chair, "re_examination.not_required", opinion="fit")
    walk.decide(reasons="the filing stands")
    walk.register("cheng.qianfan")
    walk.ends("active")
    return walk


def mine_truck(api: Api, path: Path) -> Walk:
    """05: listed; the experts disagree, so it is rejected; the appeal is dismissed."""
    walk = Walk(api, path, "gao.yu", "centre")
    walk.file()
    walk.accept()
    walk.determine()
    walk.prepare()
    walk.meet("approve", dissent=1)
    walk.re_examine("shi.jian", walk.expect["re_examination"])
    walk.meet("reject")
    walk.wrong("issue_decision", walk.chair, "decision.reasons_missing")
    walk.decide(reasons="the experts disagree")
    walk.move("appeal", walk.applicant, reasons="the infra-red redundancy is ready", support="a test report")
    walk.wrong("rule_on_appeal", walk.applicant, "role.not_yours", ruling="upheld", reasons="well-founded")
    ruling = walk.expect["appeal"]
    walk.move("rule_on_appeal", walk.chair, ruling=ruling, reasons="a bench test is no test on the slope")
    walk.ends("rejected")
    return walk


def earthquake_drones(api: Api, path: Path) -> Walk:
    """06: emergency. Seventy-two hours with the re-examination; an adviser from the field is heard."""
    walk = Walk(api, path, "bai.yuning", "centre")
    walk.file()
    walk.accept()
    walk.determine()
    walk.prepare()
    walk.meet("approve", adviser=ADVISER)
    walk.re_examine("yan.shen", walk.expect["re_examination"])
    walk.meet("approve", adviser=ADVISER)
    walk.decide(reasons="according to the opinion")
    walk.register("yan.shen")
    walk.ends("active")
    clock = walk.clock("decision_emergency")
    begun, due, settled = (datetime.fromisoformat(clock[name]) for name in ("started_at", "due_at", "settled_at"))
    require(due - begun == timedelta(hours=walk.expect["hours"]), f"{due - begun} are not the hours expected")
    require(settled <= due, "decided too late")
    return walk


def amendment(api: Api, path: Path) -> Walk:
    """07: simplified as a minor modification of 01; a doubt turns it into a general review, which decides."""
    walk = Walk(api, path, "lin.ruoan", "qinghe")
    walk.file()
    require(walk.case()["amends"], "it is not known what is changed")
    walk.accept()
    walk.determine()
    for member in walk.members:
        walk.move("declare_interest", member, conflict=False)
    one, other = walk.members[1:3]
    walk.wrong("assign_reviewers", walk.chair, "reviewers.too_few", reviewers=[api.id_of(one)])
    walk.move("assign_reviewers", walk.chair, reviewers=[api.id_of(one), api.id_of(other)])
    walk.worksheet(one, doubt=True)
    review = walk.case()["review"]
    require(review["procedure"] == walk.expect["procedure"], "another procedure")
    require(review["trigger"] == walk.expect["trigger"], f"converted by {review['trigger']}")
    walk.worksheet(other)
    walk.meet("approve")
    walk.decide(reasons="the doubt is resolved")
    walk.ends("active")
    return walk


def hiring_screening(api: Api, path: Path) -> Walk:
    """08: one completion notice, resubmission, revise and re-review, a second round, approved."""
    walk = Walk(api, path, "su.mingtang", "yunfan")
    walk.file()
    acceptance = {"procedure": "general", "reason": "at once", "scope": ["human_dignity"]}
    walk.wrong("accept", walk.secretary, "materials.incomplete", **acceptance)
    walk.move("request_completion", walk.secretary)
    notices = walk.case()["completion_notices"]
    require([item["path"] for item in notices[0]["items"]] == walk.missing, "the notice names something else")
    walk.wrong("resubmit", walk.applicant, "filing.unchanged")
    supplied = with_values(walk.filing, SUPPLIED)
    walk.revise(supplied, "everything is supplied")
    extra = [{"path": "funding", "reason": "unclear"}]
    walk.wrong("request_completion", walk.secretary, "completion.second_notice", extra=extra)
    walk.accept()
    walk.determine()
    walk.prepare("revise_and_re_review")
    walk.meet("revise_and_re_review")
    walk.decide(reasons="past rejections teach past bias", requirements="other training data")
    walk.revise(with_values(supplied, REVISED), "revised")
    walk.accept()
    walk.determine()
    walk.prepare()
    walk.meet("approve")
    walk.decide(reasons="revised as asked")
    walk.ends("active")
    require(len(walk.case()["completion_notices"]) == 1, "more than one completion notice")
    return walk


WALKS: Mapping[str, Callable[[Api, Path], Walk]] = {
    "01": customer_service,
    "02": code_completion,
    "03": companion_agent,
    "04": recommendation,
    "05": mine_truck,
    "06": earthquake_drones,
    "07": amendment,
    "08": hiring_screening,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--dossiers", type=Path, default=ROOT / "fixtures" / "dossiers")
    parser.add_argument("--password", default="ethics-demo-2026")
    parser.add_argument("--only", nargs="*", default=[], help="numbers of dossiers; 07 needs 01 to be in force")
    asked = parser.parse_args()
    api, done, refused = Api(asked.base, asked.password), 0, 0
    paths = [path for path in sorted(asked.dossiers.glob("*.yaml")) if not asked.only or path.name[:2] in asked.only]
    try:
        require(api.ask("GET", "cases/")[0] == HTTPStatus.UNAUTHORIZED, "somebody without a login is let in")
        for path in paths:
            say(f"== {path.name}")
            walk = WALKS[path.name[:2]](api, path)
            require(walk.refused >= FEWEST_REFUSED, f"only {walk.refused} wrong attempts were refused")
            done, refused = done + 1, refused + walk.refused
    except (Unexpected, OSError, KeyError) as error:
        say(f"FAILED after {done} of {len(paths)} dossiers: {type(error).__name__}: {error}")
        return 1
    say(f"{done} of {len(paths)} dossiers reached their end; {refused} wrong attempts refused; {api.calls} requests")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
