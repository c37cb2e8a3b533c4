"""What `pictures.py` takes: each picture with its person, its page and the words it is taken for.

Chinese where nothing speaks against it, for so are those who use the product. `docs/pages.md` shows all of them, the
README a few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

DESKTOP, PHONE = 1120, 390
LARGEST = 120 * 1024
"""Bytes of one picture."""
ALL = 3 * 1024 * 1024
"""Bytes of all of them: a page with every picture must open on a slow line."""
DRAFT = "fixtures/dossiers/02-code-completion.yaml"
APPLICATION, WAITING, UNDER_REVIEW = "/cases/2026-0015/filing", "/cases/2026-0016", "/cases/2026-0014"
CHINESE = "zh-hans"


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, in which language, how large, and the words it is taken for.

    `fill` is written into the fields of the page, and sent by the button that `press` names, which must only look and
    write nothing. `part` selects the only part of the page that is taken. `draft` is the dossier that lies in the draft
    for which {draft} stands in `path`.
    """

    name: str
    person: str
    path: str
    shows: str
    language: str = CHINESE
    width: int = DESKTOP
    height: int = 700
    fill: Mapping[str, str] = field(default_factory=dict)
    press: str = ""
    part: str = ""
    draft: str = ""


APPLYING = (
    Picture("application", "gao.yu", f"{APPLICATION}/plan/", "数据获取方式", height=760),
    Picture("completeness", "gao.yu", f"{APPLICATION}/check/", "2 items are missing", language="en", height=760),
    Picture(
        "preview",
        "lin.ruoan",
        "/cases/{draft}/filing/check/",
        "预计适用的审查程序",
        part="section[aria-labelledby=preview]",
        draft=DRAFT,
    ),
    Picture(
        "answer",
        "gao.yu",
        f"{APPLICATION}/answer/",
        "如维持不变，请说明理由",
        height=1080,
        fill={"plan.data.acquisition": "矿方书面授权；影像中的人员面部已作模糊处理"},
    ),
    Picture("difference", "he.zhixia", "/cases/2026-0009/filing/difference/", "不自动淘汰", height=800),
)
OFFICE = (
    Picture("desk", "song.xiaohe", "/", "Check that the materials are complete", language="en", height=640),
    Picture("letters", "song.xiaohe", "/letters/", "待发文书", height=400),
    Picture(
        "completion",
        "song.xiaohe",
        f"{WAITING}/moves/request_completion/",
        "草稿，尚未发出",
        height=910,
        fill={"extra.0.path": "plan.testing", "extra.0.reason": "请补充夏季工况的测试结果"},
        press="先看文书",
    ),
    Picture(
        "letter-draft",
        "song.xiaohe",
        f"{WAITING}/moves/decline/",
        "Draft, not issued",
        language="en",
        height=860,
        fill={"ground": "out_of_scope", "reasons": "不涉及人和社会的风险，不属于审查范围"},
        press="Look at the letter first",
    ),
    Picture("assignment", "ye.huaijin", f"{UNDER_REVIEW}/moves/assign_reviewers/", "请先作出声明", height=950),
)
CASES = (
    Picture("case", "ye.huaijin", f"{UNDER_REVIEW}/", "0 of the required 5 members", language="en", height=1290),
    Picture("case-zh", "ding.xiaoman", "/cases/2026-0008/", "专家复核意见", height=900),
    Picture(
        "way", "ye.huaijin", "/cases/2026-0008/", "The way so far", language="en", part="section[aria-labelledby=way]"
    ),
    Picture(
        "line",
        "ye.huaijin",
        "/cases/2026-0008/",
        "Time limits",
        language="en",
        part="section[aria-labelledby=time-line]",
    ),
    Picture(
        "letter",
        "gao.yu",
        "/cases/2026-0010/letters/73/",
        "Time limits that run from it",
        language="en",
        height=640,
    ),
)
MEMBERS = (
    Picture("reading", "guan.shanyue", f"{UNDER_REVIEW}/", "现在可以办理", width=PHONE, height=900),
    Picture(
        "declaring", "yu.tingfeng", f"{UNDER_REVIEW}/moves/declare_interest/", "存在利益关系", width=PHONE, height=780
    ),
    Picture(
        "worksheet",
        "guan.shanyue",
        f"{UNDER_REVIEW}/moves/submit_worksheet/#worksheet",
        "离开填写框后，所填内容自动存为草稿",
        width=PHONE,
    ),
    Picture("vote", "min.xueli", "/cases/2026-0012/moves/cast_vote/", "Once sent it stays", language="en", width=PHONE),
)
MEETINGS = (
    Picture("agenda", "ding.xiaoman", "/meetings/15/", "尚不能确定可以表决", height=900),
    Picture(
        "meeting", "yuan.shouzheng", "/meetings/8/", "8 on the roll, at least 6 votes needed", language="en", height=640
    ),
    Picture("minutes", "ding.xiaoman", "/meetings/6/minutes/", "到会7人，回避0人，计入7人，需5票，得7票", height=1230),
)
BODIES = (
    Picture("body", "meng.chunhe", "/committees/2/", "组成符合规定", height=960),
    Picture(
        "seat",
        "meng.chunhe",
        "/committees/2/seats/11/end/",
        "not lawfully composed",
        language="en",
        height=860,
        fill={"reason": "退休"},
        press="See what comes of it",
    ),
    Picture("training", "song.xiaohe", "/committees/1/training/", "2人没有培训记录", height=900),
    Picture("register", "he.zhixia", "/committees/3/registers/decisions/", "修改后再审", height=800),
    Picture("appeals", "fan.yinuo", "/committees/4/registers/appeals/", "Ruled on", language="en", height=620),
    Picture(
        "dashboard",
        "ye.huaijin",
        "/committees/2/dashboard/",
        "Final decisions by outcome",
        language="en",
        height=900,
    ),
)
EVERYBODY = (
    Picture("search", "luo.jingxing", "/search/?q=算法", "短视频推荐算法", height=680),
    Picture("settings", "ding.xiaoman", "/account/channels/", "依法告知的通知", height=880),
    Picture("ahead", "ding.xiaoman", "/duties/ahead/", "届满前7日"),
    Picture(
        "replay",
        "ye.huaijin",
        "/rules/general-2023/replay/",
        "面向独居老人的情感陪伴智能体研发",
        part="#case-2026-0008",
    ),
    Picture(
        "style-guide", "ding.xiaoman", "/style-guide/", "How sure the wording of a rule is", language="en", height=1000
    ),
)
PICTURES = (*APPLYING, *OFFICE, *CASES, *MEMBERS, *MEETINGS, *BODIES, *EVERYBODY)
