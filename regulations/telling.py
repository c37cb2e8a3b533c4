"""What is told (告知), sorted as the people told think of it, and what must reach them whatever they would rather have.

A notice by which a period starts to run, or by which somebody learns of a right, is told by electronic mail at once:
nobody may switch it off, gather it or let it wait for the morning. It stands on a rule of the pack, named here by its
key beside the notice that the lifecycle's lines name by its kind. Everything else is the recipient's to choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from regulations.words import Words


class Topic(StrEnum):
    """What a notice is to the person told."""

    ACT = "act"
    TIME_LIMITS = "time_limits"
    DECISIONS = "decisions"
    MEETINGS = "meetings"
    INFORMATION = "information"


class Way(StrEnum):
    """How a person is told besides the inbox, which holds everything."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    INBOX = "inbox"


TOPICS: Mapping[Topic, Words] = {
    Topic.ACT: Words("需要我办理", "Asks me to act"),
    Topic.TIME_LIMITS: Words("期限", "Time limits"),
    Topic.DECISIONS: Words("决定与结果", "Decisions and results"),
    Topic.MEETINGS: Words("会议与表决", "Meetings and votes"),
    Topic.INFORMATION: Words("供了解", "For information"),
}
WAYS: Mapping[Way, Words] = {
    Way.AT_ONCE: Words("即时邮件", "E-mail at once"),
    Way.DAILY: Words("每日汇总邮件", "Daily digest by e-mail"),
    Way.INBOX: Words("仅站内消息", "Inbox only"),
}


@dataclass(frozen=True)
class Telling:
    """One kind of notice. `rule` is the key of the rule by which it must be told; `why` says what hangs on it."""

    topic: Topic
    rule: str = ""
    why: Words | None = None


def _of(topic: Topic, *kinds: str) -> dict[str, Telling]:
    return {kind: Telling(topic) for kind in kinds}


def _must(topic: Topic, rule: str, zh: str, en: str) -> Telling:
    return Telling(topic, rule, Words(zh, en))


# fmt: off
# One notice that must be told, one paragraph, in the order of the procedure.
LEGAL: Mapping[str, Telling] = {
    "completion_requested": _must(Topic.ACT, "acceptance.single_notice", "补正期限自告知起算",
                                  "the time to supply what is missing runs from it"),
    "case_accepted": _must(Topic.DECISIONS, "acceptance.procedure", "审查期限自受理起算，程序由此确定",
                           "the time to decide runs from it, and it names the procedure"),
    "case_declined": _must(Topic.DECISIONS, "acceptance.procedure", "申诉期限自告知起算",
                           "the time to appeal runs from it"),
    "exemption_granted": _must(Topic.DECISIONS, "exemption.regimes", "由此不再开展专家复核",
                               "re-examination is not needed by virtue of it"),
    "meeting_convened": _must(Topic.MEETINGS, "meeting.chair", "到会和表决的权利由此告知",
                              "it tells of the right to be present and to vote"),
    "meeting_invited": _must(Topic.MEETINGS, "meeting.chair", "到会和表决的权利由此告知",
                             "it tells of the right to be present and to vote"),
    "meeting_changed": _must(Topic.MEETINGS, "meeting.chair", "会议的时间、地点和议程由此变更",
                             "time, place or agenda change with it"),
    "meeting_cancelled": _must(Topic.MEETINGS, "meeting.chair", "会议由此取消", "the meeting is off by it"),
    "ballot_opened": _must(Topic.MEETINGS, "ballot.roll", "表决由此开始", "the vote starts with it"),
    "decision_issued": _must(Topic.DECISIONS, "appeal.right", "申诉期限自告知起算", "the time to appeal runs from it"),
    "modifications_confirmed": _must(Topic.DECISIONS, "decision.requirements", "批准由此生效，登记和跟踪审查期限起算",
                                     "the approval takes effect; registration and follow-up run from it"),
    "preliminary_passed": _must(Topic.ACT, "re_examination.applicant", "申请专家复核的期限由此起算",
                                "the time to apply for re-examination runs from it"),
    "re_examination_applied": _must(Topic.ACT, "re_examination.required", "专家复核期限由此起算",
                                    "the time for re-examination runs from it"),
    "opinion_returned": _must(Topic.DECISIONS, "re_examination.binding", "复核后决定的期限由此起算",
                              "the time for the final decision runs from it"),
    "follow_up_concluded": _must(Topic.DECISIONS, "follow_up.outcomes", "继续、调整、暂停或者终止由此告知",
                                 "it tells whether and how the activity goes on"),
    "case_suspended": _must(Topic.DECISIONS, "committee.acts", "活动由此暂停，申诉期限起算",
                            "the activity stops, and the time to appeal runs from it"),
    "case_resumed": _must(Topic.DECISIONS, "committee.acts", "活动由此可以恢复", "the activity may go on from it"),
    "case_terminated": _must(Topic.DECISIONS, "committee.acts", "活动由此终止，申诉期限起算",
                             "the activity ends, and the time to appeal runs from it"),
    "appeal_lodged": _must(Topic.ACT, "appeal.right", "答复申诉的期限由此起算", "the time to rule on it runs from it"),
    "appeal_ruled": _must(Topic.DECISIONS, "appeal.right", "申诉由此答复，其后的期限起算",
                          "it answers the appeal; what follows runs from it"),
    "clock_extended": _must(Topic.TIME_LIMITS, "clock.extension", "新的期限和理由由此告知",
                            "it tells the new date and the reasons"),
}
# fmt: on

TELLINGS: Mapping[str, Telling] = {
    **_of(
        Topic.ACT,
        "case_submitted",
        "case_resubmitted",
        "interest_asked",
        "interest_found",
        "review_assigned",
        "panel_formed",
        "change_reported",
        "incident_reported",
        "registration_filed",
        "meeting_in_doubt",
    ),
    **_of(
        Topic.TIME_LIMITS,
        "clock_reminder",
        "clock_missed",
        "clock_overdue",
        "clock_paused",
        "clock_resumed",
        "clock_recomputed",
        "emergency_overdue",
    ),
    **_of(Topic.DECISIONS, "list_determined", "registration_confirmed", "case_completed"),
    **_of(Topic.MEETINGS, "ballot_closed", "meeting_reminder"),
    **_of(
        Topic.INFORMATION,
        "case_withdrawn",
        "worksheet_submitted",
        "converted_to_general",
        "re_examination_accepted",
        "progress_reported",
        "annual_report_filed",
        "webhook_disabled",
    ),
    **LEGAL,
}
UNSORTED = Telling(Topic.ACT)
"""A notice nobody has sorted may ask for something: it is told as if it did."""

URGENT_CLOCKS = frozenset({"decision_emergency"})
"""Time limits counted in hours. What is told of them waits neither for a digest nor for the morning."""
URGENT_NOTICES = frozenset({"emergency_overdue"})

CHOSEN: Mapping[Topic, Way] = dict.fromkeys(Topic, Way.AT_ONCE)
"""What a person who has chosen nothing is taken to want."""
QUIET = (time(21, 0), time(7, 0))
"""From when until when, in Shanghai, nobody is written to who has chosen no other hours."""
DIGEST_AT = time(8, 0)


def telling(kind: str) -> Telling:
    """What a notice of that kind is to the person told."""
    return TELLINGS.get(kind, UNSORTED)


def must_be_told(kind: str) -> bool:
    """Whether it goes out at once whatever its recipient has chosen: a period or a right hangs on it."""
    return kind in LEGAL


def is_urgent(kind: str, clock: str) -> bool:
    """Whether it is about a time limit of hours; `clock` is the one it tells of, or empty."""
    return kind in URGENT_NOTICES or clock in URGENT_CLOCKS


def is_quiet(at: time, begins: time, ends: time) -> bool:
    """Whether `at` lies in the quiet hours: from their first second until before their last; none where both agree."""
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends
