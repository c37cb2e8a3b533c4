"""What can be wrong with a year's arrangement of days off (放假安排), in the words its operator reads."""

from collections.abc import Mapping

from regulations.words import Words

SAID: Mapping[str, Words] = {
    "unreadable": Words("文件无法读取（{why}）", "the file cannot be read: {why}"),
    "not_toml": Words("文件不是有效的 TOML（{why}）", "the file is not valid TOML: {why}"),
    "unwritable": Words("文件无法写入（{why}）", "the file cannot be written: {why}"),
    "file_there": Words("该年度已有文件", "there is a file for this year already"),
    "loaded": Words("{year}年已载入，内容不同", "{year} is loaded already, with other content"),
    "twice": Words("{year}年有两份安排", "{year} is arranged twice"),
    "year": Words("应为年份，如 2026，而不是 {value!r}", "must be a year such as 2026, not {value!r}"),
    "no_holiday": Words(
        "至少应有一个 [[holiday]] 表，否则视同全年没有节日",
        "at least one [[holiday]] table is needed, or the year would count as having none",
    ),
    "table": Words("应为表，而不是 {value!r}", "must be a table, not {value!r}"),
    "dates": Words("应为日期列表，而不是 {value!r}", "must be a list of dates, not {value!r}"),
    "before": Words("{last} 早于首日 {first}", "{last} lies before the first day, {first}"),
    "off_already": Words("{day} 已是{holiday}的放假日", "{day} is already a day off for {holiday}"),
    "off_and_worked": Words(
        "{day} 是{holiday}的放假日，不能上班", "{day} is a day off for {holiday} and cannot be worked"
    ),
    "weekday": Words(
        "{day} 不是星期六或者星期日，只有周末可以调休上班", "{day} is not a Saturday or Sunday; only those are made up"
    ),
    "named_twice": Words("{day} 重复列出", "{day} is named twice"),
    "unknown": Words("未知的键，可用的有 {known}", "unknown; known are {known}"),
    "text": Words("应写明，而不是 {value!r}", "must be written out, not {value!r}"),
    "date": Words("应为日期，如 2026-10-01，而不是 {value!r}", "must be a date such as 2026-10-01, not {value!r}"),
    "outside": Words("{day} 不在{year}年", "{day} does not lie in {year}"),
    "other_year": Words(
        "{day} 在{year}年和{other}年的安排中，一为放假、一为上班",
        "{day} is a day off in one and worked in the other of {year} and {other}",
    ),
    "document": Words("{document} 是{year}年的通知", "{document} is the notice for {year}"),
    "issued": Words(
        "{year}年的通知应在当年或者上一年印发，而不是 {day}",
        "the notice for {year} is issued in that year or the one before, not on {day}",
    ),
}


def wrong(where: str, code: str, /, **figures: object) -> Words:
    """One thing wrong, at its place in the file; the whole file where the place is empty."""
    said = SAID[code]
    zh, en = (f"{where}：", f"{where}: ") if where else ("", "")
    return Words(zh + said.zh.format(**figures), en + said.en.format(**figures))
