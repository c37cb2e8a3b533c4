"""What is told besides the law: a file that cannot be kept, a key used twice, a second comer."""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

from regulations.words import Words

PHRASES: dict[str, Words | tuple[Words, ...]] = {
    # Requests
    "case.stale": Words(
        "该事项在读取之后有变化：{latest:entry}；请重新读取后再办理",
        "The matter has changed since it was read: {latest:entry}; read it again before you act",
    ),
    "request.key_malformed": Words(
        "幂等键应当是1至{limit}个可见的英文字符或数字；请更换",
        "The idempotency key holds 1 to {limit} visible characters of ASCII; take another one",
    ),
    "request.key_reused": Words(
        "该幂等键已经用于另一请求；请更换", "The idempotency key was used for another request; take another one"
    ),
    "request.cursor": Words(
        "翻页标识在此无效；请从第一页重新读取", "The cursor is not valid here; start again from the first page"
    ),
    # Documents
    "document.empty": Words("文件为空；请重新选择", "The file is empty; choose another one"),
    "document.too_large": Words(
        "文件超过{limit}字节；请压缩或者拆分", "The file exceeds {limit} bytes; compress or divide it"
    ),
    "document.type": Words(
        "不接收这种类型的文件；请使用以下类型：{allowed}",
        "Files of this type are not taken; use one of these: {allowed}",
    ),
    "document.content": Words(
        "文件内容不是{given}所示的类型，或者已经损坏；请重新导出",
        "The content is not what {given} says, or is damaged; export the file again",
    ),
    "document.encrypted": Words(
        "文件已经加密，无法审查；请去除密码", "The file is encrypted and cannot be reviewed; remove the password"
    ),
    "document.active_content": Words(
        "文件含有宏、脚本或者其他可以运行的内容；请去除",
        "The file holds macros, scripts or other content that runs; remove it",
    ),
    "document.expands": Words(
        "文件展开后超过{limit}字节；请拆分", "What the file holds exceeds {limit} bytes when unpacked; divide it"
    ),
    "document.not_yours": Words(
        "现在不能以该身份上传这类文件；请在相应阶段由相应人员办理",
        "A document of this kind is not yours to add now; leave it to those whose step it is",
    ),
    # How one is told
    "channels.legal": Words(
        "{notice:legal}，应当立即告知，不能关闭、汇总或者延后；请保留即时邮件",
        "This must be told at once, because {notice:legal}; keep e-mail at once for it",
    ),
    "delivery.not_yours": Words(
        "该事项的通知由{needs:role}重发；请与其联系",
        "Notices of this matter are sent again by its {needs:role}; turn to them",
    ),
    "delivery.under_way": Words(
        "该通知正在投递，或者在等收件人选定的时间；请稍后查看",
        "The notice is being sent, or waits for the hours its recipient has chosen; look again later",
    ),
    "delivery.no_letter": Words(
        "该通知没有邮件可发：收件人没有邮箱、已经停用、只看站内消息，或者已无权查看；请以其他方式告知",
        "No letter can go: the recipient has no address, is gone, wants the inbox alone, or may see the matter no more; tell them otherwise",
    ),
}
