"""Which documents accompany a case (材料文件): what each kind is, who adds it while which steps are open, who reads it.

A document accompanies moves: it is added by whoever could make one of them, as long as they could. Nobody else adds
anything. No text of the law fixes this; it follows the moves of the pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from regulations.pack import Resolved
from regulations.vocabulary import Role, State
from regulations.words import Words

COMMITTEE = frozenset({Role.SECRETARY, Role.CHAIR, Role.MEMBER, Role.REVIEWER})
PANEL = frozenset({Role.AUTHORITY, Role.EXPERT})
EVERYBODY = frozenset(Role)
FILING = ("submit", "resubmit")
REPORTS = ("report_change", "report_incident", "report_progress")


class Kind(StrEnum):
    """What a document is. The first of them are the materials of an application."""

    PLAN = "plan"
    QUALIFICATION = "qualification"
    RISK_ASSESSMENT = "risk_assessment"
    EMERGENCY_PLAN = "emergency_plan"
    COMMITMENT = "commitment"
    CONFLICT_STATEMENT = "conflict_statement"
    INFORMED_CONSENT = "informed_consent"
    DATA_SOURCE = "data_source"
    EARLIER_REVIEW = "earlier_review"
    PARTNER_APPROVAL = "partner_approval"
    EXEMPTING_FILING = "exempting_filing"
    OTHER_MATERIAL = "other_material"
    REPORT = "report"
    APPEAL = "appeal"
    RE_EXAMINATION_APPLICATION = "re_examination_application"
    RE_EXAMINATION = "re_examination"
    REGISTRATION = "registration"
    CORRESPONDENCE = "correspondence"
    REVIEW = "review"


@dataclass(frozen=True)
class Terms:
    """The moves a kind accompanies, which of their roles add it, and the roles that read it."""

    label: Words
    moves: tuple[str, ...]
    by: frozenset[Role]
    readers: frozenset[Role] = EVERYBODY

    def adders(self, pack: Resolved, state: State) -> frozenset[Role]:
        """Who may add one while the case is in `state`."""
        lines = (pack.moves[name] for name in self.moves)
        roles = (line.roles_in(state) for line in lines if state in line.sources)
        return self.by & frozenset(role for several in roles for role in several)


def _material(zh: str, en: str) -> Terms:
    return Terms(Words(zh, en), FILING, frozenset({Role.APPLICANT}))


OFFICE = frozenset({Role.SECRETARY, Role.CHAIR})
TERMS: Mapping[Kind, Terms] = {
    Kind.PLAN: _material("活动方案", "Plan of the activity"),
    Kind.QUALIFICATION: _material("机构合法资质", "Legal qualification"),
    Kind.RISK_ASSESSMENT: _material("风险评估", "Risk assessment"),
    Kind.EMERGENCY_PLAN: _material("应急处置预案", "Emergency plan"),
    Kind.COMMITMENT: _material("承诺书", "Commitment letter"),
    Kind.CONFLICT_STATEMENT: _material("利益冲突申明", "Conflict-of-interest statement"),
    Kind.INFORMED_CONSENT: _material("知情同意书", "Informed-consent form"),
    Kind.DATA_SOURCE: _material("数据来源说明", "Source statement"),
    Kind.EARLIER_REVIEW: _material("既往审查情况", "Earlier review"),
    Kind.PARTNER_APPROVAL: _material("合作方审查或批准", "Approval on a partner's side"),
    Kind.EXEMPTING_FILING: _material("备案、登记、审批文件", "Filing, registration or approval"),
    Kind.OTHER_MATERIAL: _material("其他材料", "Other material"),
    Kind.REPORT: Terms(Words("报告附件", "Attachment of a report"), REPORTS, frozenset({Role.APPLICANT})),
    Kind.APPEAL: Terms(Words("申诉支持材料", "Support of an appeal"), ("appeal",), frozenset({Role.APPLICANT})),
    Kind.RE_EXAMINATION_APPLICATION: Terms(
        Words("复核申请材料", "Application for re-examination"), ("apply_re_examination",), frozenset({Role.UNIT})
    ),
    Kind.RE_EXAMINATION: Terms(
        Words("复核文件", "Document of the re-examination"),
        ("accept_re_examination", "form_panel", "give_opinion"),
        frozenset({Role.AUTHORITY}),
        PANEL | OFFICE,
    ),
    Kind.REGISTRATION: Terms(Words("登记凭证", "Evidence of registration"), ("register",), OFFICE | {Role.UNIT}),
    Kind.CORRESPONDENCE: Terms(Words("往来文书", "Correspondence"), ("accept", "extend"), OFFICE),
    Kind.REVIEW: Terms(Words("审查资料", "Document of the review"), ("accept", "extend"), OFFICE, COMMITTEE),
}
"""`extend` is open to the office as long as the case is: so is what it adds to the file."""


def readable_by(roles: frozenset[Role]) -> frozenset[Kind]:
    """The kinds of documents somebody with these roles in a case reads."""
    return frozenset(kind for kind, terms in TERMS.items() if roles & terms.readers)
