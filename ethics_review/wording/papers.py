"""What a letter of the committee is called (文书), by the act that issues it."""

from collections.abc import Mapping

from regulations.words import Words

LETTERS: Mapping[str, Words] = {
    "request_completion": Words("补正通知书", "Completion notice"),
    "accept": Words("受理通知书", "Notice of acceptance"),
    "decline": Words("不予受理通知书", "Notice of non-acceptance"),
    "pass_preliminary": Words("初步审查意见", "Preliminary opinion"),
    "issue_decision": Words("审查决定书", "Decision"),
    "give_opinion": Words("复核意见书", "Opinion on re-examination"),
    "rule_on_appeal": Words("申诉答复", "Answer to the appeal"),
    "suspend": Words("暂停通知书", "Notice of suspension"),
    "resume": Words("恢复通知书", "Notice of resumption"),
    "terminate": Words("终止通知书", "Notice of termination"),
    "conclude_follow_up": Words("跟踪审查意见", "Opinion on the follow-up"),
}
"""In the order of the procedure."""
