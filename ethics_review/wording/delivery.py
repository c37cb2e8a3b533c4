"""What became of a letter, in words: its state, and why it is in it."""

from collections.abc import Mapping

from regulations.words import Words

STATES: Mapping[str, Words] = {
    "waiting": Words("待投递", "Waiting"),
    "put_off": Words("等待可投递时间", "Put off"),
    "held_back": Words("投递未成，将再试", "Held back, to be tried again"),
    "gathered": Words("等待汇总", "Gathered for the digest"),
    "sent": Words("已发送", "Sent"),
    "inbox_only": Words("仅站内", "Inbox only"),
    "set_aside": Words("未发送", "Set aside"),
    "bounced": Words("已退回", "Bounced"),
    "given_up": Words("已停止投递", "Given up"),
}
REASONS: Mapping[str, Words] = {
    "quiet_hours": Words("收件人的免打扰时间", "The recipient's quiet hours"),
    "daily": Words("收件人选择每日汇总", "The recipient chose a daily digest"),
    "chosen": Words("收件人选择只看站内消息", "The recipient chose the inbox alone"),
    "no_address": Words("收件人没有邮箱地址", "The recipient has no e-mail address"),
    "inactive": Words("收件人的账号已停用", "The recipient's account is not active"),
    "not_visible": Words("收件人已无权查看该事项", "The recipient may see the matter no more"),
    "unreached": Words("邮件服务器没有接收", "The mail server did not take it"),
    "unworded": Words("邮件未能生成", "The letter could not be written"),
    "refused": Words("收件方拒收", "Refused at the receiving side"),
    "returned": Words("投递后退回", "Came back after it was sent"),
}
CHANNELS: Mapping[str, Words] = {
    "email": Words("邮件", "E-mail"),
    "digest": Words("每日汇总邮件", "Daily digest"),
    "inbox": Words("站内消息", "Inbox"),
}


def state_label(state: str, language: str) -> str:
    return STATES[state].in_language(language)


def reason_label(reason: str, language: str) -> str:
    """Why; empty where nothing needs explaining."""
    return REASONS[reason].in_language(language) if reason in REASONS else ""


def channel_label(channel: str, language: str) -> str:
    return CHANNELS[channel].in_language(language)
