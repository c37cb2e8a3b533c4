"""The time limits of the general measures (时限), and what a committee may set of its own within which bounds.

A length the text fixes has its article; one it leaves open is the house's, under the committee's own setting.
"""

from typing import Any

from regulations.citation import Source
from regulations.clocks import Clock
from regulations.ladder import Rung, house, laid_in, retold, with_reminders
from regulations.pack import Between, Limits, OneOf
from regulations.packs.duties import DUTIES
from regulations.packs.writing import HOUSE, instrument, named
from regulations.units import Unit
from regulations.vocabulary import BallotClosing, Basis, Role
from regulations.words import Words

p = instrument("general-2023")
REPORTED = Basis.REPORTED
OFFICE = (Role.SECRETARY, Role.CHAIR)
ABOVE = (Role.UNIT,)
"""Who hears in the end, over and over, of what the committee leaves undone: the head of the unit."""
REGULATOR = Rung(28, Unit.DAYS, (*OFFICE, Role.UNIT, Role.AUTHORITY), 7)
"""A decision four weeks late is told to the authority too; of what it may not see, by number only or not at all."""
TERM_REMINDERS = (90, 30, 7, 3, 1)
"""An appointment takes longer than an answer: members' terms and what hangs on them are told of months before."""


def clock(  # noqa: PLR0913 -- a clock is a line of a table, and says all of this
    name: str,
    amount: int,
    unit: Unit,
    source: Source,
    zh: str,
    en: str,
    *,
    owner: Role,
    escalate: tuple[Role, ...] = OFFICE,
    higher: tuple[Role, ...] = (),
    rungs: tuple[Rung, ...] = (),
    **more: Any,
) -> Clock:
    """A clock with the house's ladder: before the end its owner, then `escalate`, then `higher` too, until settled."""
    ladder = laid_in(house(unit, escalate=escalate, higher=higher), rungs)
    return Clock(
        name, amount, unit, source=source, label=Words(zh, en), owner=owner, duty=DUTIES[name],
        **{"ladder": ladder} | more,
    )  # fmt: skip


OF_MEMBERS = retold(
    with_reminders(house(Unit.DAYS, escalate=OFFICE, higher=(Role.AUTHORITY,)), TERM_REMINDERS, Unit.DAYS),
    owner_also=OFFICE,
)
MEMBERS_QUIETLY = retold(
    with_reminders(house(Unit.DAYS), TERM_REMINDERS, Unit.DAYS), owner_also=(Role.SECRETARY, Role.MEMBER)
)
"""A term that ends is no failure of anybody's: the member is told before, and nobody after."""
RENEWED = retold(with_reminders(house(Unit.DAYS, escalate=OFFICE), (30, 7, 3, 1), Unit.DAYS), owner_also=(Role.MEMBER,))

# fmt: off
# As the rules above: one clock, one paragraph.
CLOCKS = named(
    clock("acceptance", 5, Unit.WORKING_DAYS, HOUSE, "受理", "Acceptance", owner=Role.SECRETARY,
          higher=ABOVE, setting="acceptance.days"),
    clock("supplement", 30, Unit.DAYS, HOUSE, "补正", "Supplement", owner=Role.APPLICANT, escalate=(Role.SECRETARY,),
          setting="supplement.days", extendable=True),
    clock("decision", 30, Unit.DAYS, p(17, REPORTED), "审查决定", "Decision", owner=Role.CHAIR, higher=ABOVE,
          rungs=(REGULATOR,), extendable=True, pausable=True),
    clock("decision_simplified", 10, Unit.WORKING_DAYS, HOUSE, "简易审查", "Simplified review", owner=Role.CHAIR,
          higher=ABOVE, setting="simplified.days", extendable=True, pausable=True),
    clock("decision_emergency", 72, Unit.HOURS, p(36, REPORTED, sure=False), "应急审查决定", "Emergency decision",
          owner=Role.CHAIR, escalate=(Role.CHAIR, Role.UNIT, Role.AUTHORITY)),
    clock("re_examination_application", 10, Unit.WORKING_DAYS, HOUSE, "申请复核", "Application for re-examination",
          owner=Role.UNIT, escalate=(Role.UNIT, Role.SECRETARY), setting="re_examination_application.days",
          extendable=True),
    clock("re_examination", 30, Unit.DAYS, p(30, REPORTED, sure=False), "专家复核", "Re-examination",
          owner=Role.AUTHORITY, escalate=(Role.AUTHORITY,), extendable=True),
    clock("final_decision", 10, Unit.WORKING_DAYS, HOUSE, "复核后决定", "Decision after the opinion", owner=Role.CHAIR,
          higher=ABOVE, rungs=(REGULATOR,), setting="final_decision.days", extendable=True, pausable=True),
    clock("modification", 30, Unit.DAYS, HOUSE, "修改确认", "Modification", owner=Role.APPLICANT,
          setting="modification.days", extendable=True),
    clock("revision", 60, Unit.DAYS, HOUSE, "修改后再审", "Revision", owner=Role.APPLICANT, setting="revision.days",
          extendable=True),
    clock("pause", 30, Unit.DAYS, HOUSE, "中止计时", "Pause", owner=Role.CHAIR, setting="pause.days", extendable=True),
    clock("appeal_window", 30, Unit.DAYS, HOUSE, "申诉期", "Appeal window", owner=Role.APPLICANT, escalate=(),
          setting="appeal.days"),
    clock("appeal_ruling", 30, Unit.DAYS, HOUSE, "申诉答复", "Ruling on the appeal", owner=Role.CHAIR,
          higher=ABOVE, setting="appeal_ruling.days", extendable=True),
    clock("exemption", 12, Unit.MONTHS, HOUSE, "豁免依据核验", "Check of the exempting filing", owner=Role.CHAIR,
          escalate=(Role.UNIT, Role.CHAIR, Role.AUTHORITY), setting="exemption.recheck_months"),
    clock("registration", 30, Unit.DAYS, p(44, REPORTED), "活动登记", "Registration", owner=Role.UNIT,
          escalate=(Role.UNIT, Role.SECRETARY, Role.AUTHORITY)),
    clock("committee_registration", 30, Unit.DAYS, p(43, REPORTED, sure=False), "委员会登记", "Committee registration",
          owner=Role.SECRETARY, escalate=(Role.UNIT, Role.SECRETARY, Role.AUTHORITY)),
    clock("follow_up", 12, Unit.MONTHS, p(19, REPORTED), "跟踪审查", "Follow-up", owner=Role.CHAIR,
          escalate=(Role.SECRETARY, Role.CHAIR, Role.APPLICANT), higher=ABOVE),
    clock("follow_up_listed", 6, Unit.MONTHS, p(33, REPORTED), "清单活动跟踪审查", "Follow-up of a listed activity",
          owner=Role.CHAIR, escalate=(Role.SECRETARY, Role.CHAIR, Role.APPLICANT), higher=(*ABOVE, Role.AUTHORITY)),
    clock("change_assessment", 10, Unit.WORKING_DAYS, HOUSE, "变更与事件评估", "Assessment of a report",
          owner=Role.CHAIR, higher=ABOVE, setting="change_assessment.days", extendable=True),
    clock("annual_report", 1, Unit.FIXED_DATE, p(45, REPORTED, sure=False), "年度报告", "Annual report",
          owner=Role.SECRETARY, escalate=(Role.UNIT, Role.SECRETARY, Role.AUTHORITY), month_day=(3, 31),
          roll_last_day=False),
    # What was attached to an approval (16): each condition an obligation of its own
    clock("condition", 6, Unit.MONTHS, HOUSE, "批准所附条件", "Condition of the approval", owner=Role.APPLICANT,
          higher=ABOVE, setting="condition.months"),
    # The members (7, 8): watched from appointment on, the unit asked before a seat falls empty
    clock("member_term", 60, Unit.MONTHS, p(7, REPORTED), "委员任期", "Member's term", owner=Role.UNIT,
          roll_last_day=False, ladder=MEMBERS_QUIETLY),
    clock("committee_composition", 1, Unit.DAYS, p(7, REPORTED), "委员会组成", "Composition of the committee",
          owner=Role.UNIT, roll_last_day=False, ladder=OF_MEMBERS),
    clock("member_statements", 12, Unit.MONTHS, HOUSE, "委员声明", "Statements of the members",
          owner=Role.SECRETARY, roll_last_day=False, ladder=RENEWED, setting="member_statements.months"),
)

# fmt: on

LIMITS: dict[str, Limits] = {
    "acceptance.days": Between(1, 30),
    "supplement.days": Between(1, 180),
    "simplified.days": Between(1, 20),
    "re_examination_application.days": Between(1, 60),
    "final_decision.days": Between(1, 30),
    "modification.days": Between(1, 365),
    "revision.days": Between(1, 365),
    "pause.days": Between(1, 90),
    "clock.extension_days": Between(1, 365),
    "appeal.days": Between(7, 180),
    "appeal_ruling.days": Between(1, 90),
    "change_assessment.days": Between(1, 30),
    "exemption.recheck_months": Between(1, 24),
    "condition.months": Between(1, 36),
    "member_statements.months": Between(1, 60),
    "committee.term_notice_days": Between(30, 365),
    "review.reviewers": Between(1, 7),
    "emergency.follow_up_months": Between(1, 11),
    "retention.decision_years": Between(10, 100),
    "retention.other_years": Between(3, 100),
    "access_logs.months": Between(6, 120),
    "ballot.closes": OneOf(tuple(BallotClosing)),
}
