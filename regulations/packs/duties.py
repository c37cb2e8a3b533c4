"""What each time limit asks of its owner (义务): the evidence that settles it, and what follows when it is missed.

Paraphrases for readers, like the gists of the rules. What no text says has the basis "house". Overdue decides nothing
by itself anywhere: every consequence is that somebody is told, or that an act is not open any more.
"""

from collections.abc import Mapping

from regulations.citation import Source
from regulations.duty import Duty
from regulations.packs.writing import HOUSE, instrument
from regulations.vocabulary import Basis
from regulations.words import Words

p = instrument("general-2023")
REPORTED = Basis.REPORTED


def _duty(evidence: Words, consequence: Words, source: Source = HOUSE) -> Duty:
    return Duty(evidence, consequence, source)


NO_DEEMED = Words(
    "记为逾期并逐级告知；逾期不视为批准，也不产生任何决定",
    "Recorded as overdue and escalated; it is never deemed an approval and decides nothing",
)

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece
DUTIES: Mapping[str, Duty] = {
    "acceptance": _duty(
        Words(
            "受理、不予受理的通知，或者一次性补正通知",
            "A notice of acceptance or non-acceptance, or the one completion notice",
        ),
        Words("记为逾期，告知秘书和主任委员", "Recorded as overdue; the secretary and the chair are told"),
    ),
    "supplement": _duty(
        Words("补齐后重新提交的材料", "The completed materials, submitted again"),
        Words(
            "记为逾期；秘书、主任委员可以按撤回结案", "Recorded as overdue; the office may close the case as withdrawn"
        ),
    ),
    "decision": _duty(Words("审查决定，或者通过初步审查", "The decision, or the preliminary pass"), NO_DEEMED),
    "decision_simplified": _duty(
        Words(
            "简易审查的决定，或者转为一般程序",
            "The decision of the simplified review, or its conversion to the general one",
        ),
        NO_DEEMED,
    ),
    "decision_emergency": _duty(
        Words(
            "应急审查的最终决定（含专家复核）", "The final decision of the emergency review, re-examination included"
        ),
        Words(
            "记为逾期，立即告知主任委员、单位负责人和主管部门；不降低审查标准，也不视为批准",
            "Recorded as overdue; chair, unit head and authority are told at once. No standard is lowered and nothing is deemed approved",
        ),
    ),
    "re_examination_application": _duty(
        Words("单位向主管部门提出的复核申请", "The unit's application for re-examination"),
        Words(
            "记为逾期；活动不得开始，秘书、主任委员可以按撤回结案",
            "Recorded as overdue; the activity may not begin, and the office may close the case as withdrawn",
        ),
    ),
    "re_examination": _duty(
        Words("返回的专家复核意见", "The experts' opinion, returned"),
        Words("记为逾期，告知组织复核的主管部门", "Recorded as overdue; the authority that organises it is told"),
    ),
    "final_decision": _duty(
        Words("根据复核意见作出的审查决定", "The committee's decision according to the opinion"), NO_DEEMED
    ),
    "modification": _duty(
        Words("提交的修改及委员会的确认", "The modifications, filed and confirmed by the committee"),
        Words(
            "记为逾期；批准不生效，秘书、主任委员可以按撤回结案",
            "Recorded as overdue; the approval does not take effect, and the office may close the case as withdrawn",
        ),
    ),
    "revision": _duty(
        Words("修改后重新提交的方案", "The revised plan, submitted again"),
        Words(
            "记为逾期；秘书、主任委员可以按撤回结案", "Recorded as overdue; the office may close the case as withdrawn"
        ),
    ),
    "condition": _duty(
        Words(
            "负责人报告的履行证据及委员会的确认",
            "The evidence reported by the responsible person and confirmed by the committee",
        ),
        Words(
            "记为逾期并逐级告知；条件未履行前不能结题，是否暂停由委员会决定",
            "Recorded as overdue and escalated; the case cannot be completed before it is met, and whether to suspend is for the committee",
        ),
    ),
    "pause": _duty(
        Words("恢复计时或者作出决定", "The clocks resumed, or the decision made"),
        Words(
            "记为逾期并告知；所中止的期限不自行恢复",
            "Recorded as overdue and told; what was paused does not resume by itself",
        ),
    ),
    "appeal_window": _duty(
        Words("书面申诉", "A written appeal"),
        Words("期限届满后不能再申诉", "Once it has closed no appeal can be lodged"),
    ),
    "appeal_ruling": _duty(
        Words("对申诉的书面答复", "The written ruling on the appeal"),
        Words("记为逾期并逐级告知；原决定效力不变", "Recorded as overdue and escalated; the decision stands as it was"),
    ),
    "exemption": _duty(
        Words(
            "在备案、登记或者审批有效期内重新核验豁免，或者申请专家复核",
            "The exemption checked and granted anew within the filing's validity, or the experts' re-examination",
        ),
        Words(
            "所依据的备案、登记或者审批失效的，豁免随之失效，活动须经专家复核",
            "The exemption lapses with the filing it rests on, and the activity must be re-examined by experts",
        ),
        p(34, REPORTED),
    ),
    "registration": _duty(
        Words("国家平台的登记编号", "The registration number of the national platform"),
        Words("记为逾期，告知单位、委员会和主管部门", "Recorded as overdue; unit, committee and authority are told"),
    ),
    "committee_registration": _duty(
        Words("国家平台的委员会登记编号", "The committee's registration number of the national platform"),
        Words("记为逾期，告知单位、委员会和主管部门", "Recorded as overdue; unit, committee and authority are told"),
    ),
    "follow_up": _duty(
        Words("委员会的跟踪审查意见", "The committee's conclusion of the follow-up review"),
        Words(
            "记为逾期；是否暂停活动由委员会决定",
            "Recorded as overdue; whether the activity is suspended is for the committee",
        ),
    ),
    "follow_up_listed": _duty(
        Words("委员会的跟踪审查意见", "The committee's conclusion of the follow-up review"),
        Words(
            "记为逾期；是否暂停活动由委员会决定",
            "Recorded as overdue; whether the activity is suspended is for the committee",
        ),
    ),
    "change_assessment": _duty(
        Words("委员会对变更或者事件的处理意见", "The committee's conclusion on the change or incident"),
        Words(
            "记为逾期并逐级告知；重大变更未经审查不得实施",
            "Recorded as overdue and escalated; a major change may not go ahead unreviewed",
        ),
    ),
    "annual_report": _duty(
        Words(
            "上一年度的工作报告和清单内活动实施情况报告", "Last year's report on the work and on the listed activities"
        ),
        Words("记为逾期，告知单位、委员会和主管部门", "Recorded as overdue; unit, committee and authority are told"),
    ),
    "member_term": _duty(
        Words("续任、由他人接任或者提前离任的任免", "A renewal, or the end of the seat before its term"),
        Words("任期届满的委员不再计入到会人数和表决", "The member is no longer counted, neither present nor voting"),
        p(7, REPORTED),
    ),
    "committee_composition": _duty(
        Words("使委员会组成符合规定的任命", "Appointments that make the composition lawful again"),
        Words(
            "组成不符合规定的委员会不能受理、审查和决定",
            "A committee not lawfully composed cannot accept, review or decide",
        ),
        p(7, REPORTED),
    ),
    "member_statements": _duty(
        Words(
            "委员重新签署的保密承诺书和利益冲突声明", "The secrecy and interest statements, signed anew by the member"
        ),
        Words("记为逾期并告知秘书和主任委员", "Recorded as overdue; the secretary and the chair are told"),
    ),
}
