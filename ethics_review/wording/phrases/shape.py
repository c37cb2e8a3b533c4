"""What is wrong with what was sent: a move's input, a filing, a dossier as a file. `path` is always among the figures."""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

from regulations.words import Words

PHRASES: dict[str, Words | tuple[Words, ...]] = {
    "input.required": Words("{path:field}没有填写；请填写", "{path:field} is not given; give it"),
    "input.type": Words(
        "{path:field}的类型不对，应当是{expected:type}；请更正",
        "{path:field} is of the wrong type and should be {expected:type}; correct it",
    ),
    "input.enum": Words(
        "{path:field}不是允许的取值；请从以下取值中选择：{allowed}",
        "{path:field} is none of the permitted values; choose one of these: {allowed}",
    ),
    "input.unknown_field": (
        Words(
            "没有名为{path:field}的字段，是否应为“{nearest}”；请更正或者删除",
            "There is no field {path:field}; perhaps “{nearest}” was meant; correct or remove it",
        ),
        Words("没有名为{path:field}的字段；请更正或者删除", "There is no field {path:field}; correct or remove it"),
    ),
    "input.format": (
        Words(
            "{path:field}的格式不对，应当是{expected:format}；请更正",
            "{path:field} is not well formed and should be {expected:format}; correct it",
        ),
        Words("{path:field}的格式不对；请更正", "{path:field} is not well formed; correct it"),
    ),
    "input.too_short": Words(
        "{path:field}过少或过小，至少为{limit}；请补充，不需要的请删除该项",
        "{path:field} is too few or too small, at least {limit}; add to it, or leave the field out",
    ),
    "input.too_long": Words(
        "{path:field}过长、过多或过大，至多为{limit}；请精简",
        "{path:field} is too long, too many or too large, at most {limit}; shorten it",
    ),
    "input.repeated": Words(
        "{path:field}有重复的内容；请删除重复项", "{path:field} holds the same thing twice; remove one"
    ),
    "input.not_found": Words(
        "{path:field}所填的编号{given}不存在；请核对编号",
        "{path:field} names {given}, which does not exist; check the number",
    ),
    "input.activity_fixed": Words(
        "本申请受理后，所变更的活动不能再改；请恢复原来所填的活动，或者另行提交申请",
        "Which activity is changed is fixed once the application has been accepted; restore it, or file a new application",
    ),
    "input.malformed": Words("{path:field}无法识别；请更正", "{path:field} cannot be read; correct it"),
    "input.not_a_number": Words(
        "{path:field}不是可以保存的数字；请更正", "{path:field} is no number that can be kept; correct it"
    ),
    "input.too_deep": Words(
        "{path:field}的嵌套超过{limit}层；请精简结构",
        "{path:field} is nested more than {limit} levels deep; flatten it",
    ),
    "input.character": Words(
        "{path:field}含有不能保存的字符；请删除该字符",
        "{path:field} contains a character that cannot be kept; remove it",
    ),
    "input.name": Words(
        "{path:field}中有一个字段名不是可以保存的文字；请更正",
        "A field name in {path:field} is no text that can be kept; correct it",
    ),
    "materials.period_reversed": Words(
        "实施期限的结束日期{end:day}早于开始日期{start:day}；请更正",
        "The period ends on {end:day}, before it starts on {start:day}; correct it",
    ),
    "materials.kind_elsewhere": Words(
        "所选风险种类属于“{belongs:layer}”层，不属于所填的“{layer:layer}”层；请更正其中一项",
        "This kind of risk belongs to the layer “{belongs:layer}”, not to “{layer:layer}”; correct one of the two",
    ),
    # A dossier as a file
    "dossier.unreadable": (
        Words(
            "无法读取文件“{file}”：{reason}；请核对路径", "The file “{file}” cannot be read: {reason}; check the path"
        ),
        Words("无法读取文件“{file}”；请核对路径", "The file “{file}” cannot be read; check the path"),
    ),
    "dossier.not_utf8": Words(
        "文件“{file}”的编码不对；请以UTF-8编码保存", "The file “{file}” is not UTF-8; save it as UTF-8"
    ),
    "dossier.too_large": Words(
        "文件“{file}”超过{limit}字节；请精简，附件请另行上传",
        "The file “{file}” exceeds {limit} bytes; shorten it and upload documents apart",
    ),
    "dossier.syntax": Words(
        "第{line}行的书写不合YAML语法；请检查缩进、冒号、引号和括号",
        "Line {line} is not well-formed YAML; check indentation, colons, quotes and brackets",
    ),
    "dossier.character": Words(
        "第{line}行含有不允许的控制字符；请删除", "Line {line} contains a control character; remove it"
    ),
    "dossier.not_a_mapping": Words(
        "第{line}行起的内容不是“字段：内容”的形式；请按样例填写",
        "From line {line} the file is no mapping of fields to values; follow the examples",
    ),
    "dossier.duplicate": Words(
        "第{line}行的字段“{name}”重复；请保留一个",
        "Line {line} gives the field “{name}” a second time; keep one of them",
    ),
    "dossier.name_not_text": (
        Words(
            "第{line}行的字段名“{name}”不是文字；请加引号或更正",
            "The field name “{name}” in line {line} is no text; quote or correct it",
        ),
        Words("第{line}行的字段名不是文字；请更正", "The field name in line {line} is no text; correct it"),
    ),
    "dossier.anchor": Words(
        "第{line}行使用了锚点或引用“{name}”；请直接写出内容",
        "Line {line} uses the anchor or alias “{name}”; write the content out",
    ),
    "dossier.tag": Words(
        "第{line}行使用了类型标记“{name}”；请删除该标记", "Line {line} uses the tag “{name}”; remove it"
    ),
    "dossier.too_deep": Words(
        "第{line}行的嵌套超过{name}层；请精简结构", "Line {line} is nested more than {name} levels deep; flatten it"
    ),
}
