"""What is told of webhooks (网络回调): an address that cannot be used, one too many, one that is off."""

from regulations.words import Words

PHRASES: dict[str, Words | tuple[Words, ...]] = {
    "webhook.address": Words(
        "地址不完整或者格式不对；请填写以加密协议开头的完整地址",
        "The address is not whole or not well formed; write all of it, beginning with https://",
    ),
    "webhook.userinfo": Words(
        "地址中不得含有用户名或者密码；请去除", "The address holds a user name or a password; remove it"
    ),
    "webhook.unresolved": Words(
        "找不到主机“{host}”；请核对地址", "The host “{host}” cannot be found; check the address"
    ),
    "webhook.not_public": Words(
        "主机“{host}”不在公共网络上；请更换地址，或者请运维人员准许所在的网络",
        "The host “{host}” is not on the public internet; take another, or ask the operator to allow its network",
    ),
    "webhook.not_encrypted": Words(
        "向公共网络发送必须加密；请改用加密协议的地址",
        "What goes to the public internet must be encrypted; use an address that begins with https://",
    ),
    "webhook.too_many": Words(
        "一人最多有{limit}个网络回调；请先结束不用的", "One person has at most {limit} webhooks; end one you do not use"
    ),
    "webhook.inactive": Words("该网络回调已经停用；请先启用", "This webhook is switched off; switch it on first"),
}
