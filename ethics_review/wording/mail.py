"""What a letter says besides its notice: how it is signed, where one goes from it, and the words of the digest."""

from regulations.words import Words

SYSTEM = Words("伦理审查系统", "Ethics review")
OPEN_CASE = Words("查看该事项", "Open the case")
OPEN_MEETING = Words("查看会议并答复", "Open the meeting and answer")
OPEN_INBOX = Words("打开站内消息", "Open the inbox")
AUTOMATIC = Words(
    "本邮件由系统自动发出。站内消息与本邮件内容相同，以站内记录为准。",
    "This letter was sent automatically. Your inbox says the same, and its record prevails.",
)
CHANNELS = Words("选择告知方式", "Choose how you are told")
DIGEST = Words("每日汇总", "Daily digest")
GATHERED = Words(
    "以下是自上次汇总以来的{count}条消息。", "What you have been told since the last digest: {count} in all."
)
RULE = "————————"
"""Between the two languages of a letter in plain text."""
