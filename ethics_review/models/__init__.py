from ethics_review.models.after import Appeal, FollowUp, Registration, Report
from ethics_review.models.case import Case, CaseNumber
from ethics_review.models.decision import Decision, ReExamination
from ethics_review.models.filing import CompletionNotice, Document, DocumentAccess, Exemption, Filing
from ethics_review.models.idempotency import IdempotencyKey
from ethics_review.models.replay_run import ReplayRun
from ethics_review.models.review import Assignment, Review, Worksheet, WorksheetDraft
from ethics_review.models.statement import Statement

__all__ = [
    "Appeal",
    "Assignment",
    "Case",
    "CaseNumber",
    "CompletionNotice",
    "Decision",
    "Document",
    "DocumentAccess",
    "Exemption",
    "Filing",
    "FollowUp",
    "IdempotencyKey",
    "ReExamination",
    "Registration",
    "ReplayRun",
    "Report",
    "Review",
    "Statement",
    "Worksheet",
    "WorksheetDraft",
]
