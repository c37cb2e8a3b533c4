"""《人工智能科技伦理管理服务办法（试行）（公开征求意见稿）》 — the consultation draft of August 2025.

Laid open for comment by the Ministry of Industry and Information Technology on 22 August 2025, until 22 September. It
never was in force: it is here to be compared with what came of it, and binds no case. Its text was not read. What
stands here is told by published accounts, which name no articles, so the draft is cited as a whole; the rest is left to
`general-2023`, which it was to carry out.
"""

from datetime import date

from regulations.catalogue import focuses
from regulations.pack import Pack
from regulations.packs.writing import item, rule, table, unnumbered
from regulations.vocabulary import Basis
from regulations.words import Words

TOLD = unnumbered("ai-draft-2025", Basis.REPORTED)
KEPT = ("fairness", "controllable", "transparency", "responsibility")
"""The points of the draft that became focuses of the measures, in the same words."""

# fmt: off
# A rule is a paragraph of two lines, to be read in the order of the articles; the formatter would make it seven.
RULES = table(
    rule(
        "scope.criteria",
        (
            item("human_dignity", "可能带来人的尊严方面的风险挑战", "Human dignity may be challenged"),
            item("public_order", "可能带来公共秩序方面的风险挑战", "Public order may be challenged"),
            item("life_health", "可能带来生命健康方面的风险挑战", "Life and health may be challenged"),
            item("ecology", "可能带来生态环境方面的风险挑战", "The ecology may be challenged"),
            item("sustainable_development", "可能带来可持续发展方面的风险挑战",
                 "Sustainable development may be challenged"),
            item("other_law", "依法依规需要审查", "Other law requires a review"),
        ),
        TOLD,
        "在境内开展、可能带来伦理风险挑战的人工智能科技活动",
        "AI research and development in mainland China that may pose ethical challenges",
    ),
    rule("committee.if_feasible", True, TOLD, "有条件的单位应当设立人工智能科技伦理委员会",
         "A unit sets up a committee if feasible"),
    rule(
        "committee.categories",
        (
            item("ai_technology", "人工智能技术", "AI technology"),
            item("ai_application", "人工智能应用", "AI application"),
            item("ethics", "伦理", "Ethics"),
            item("law", "法律", "Law"),
        ),
        TOLD,
        "由人工智能技术、应用、伦理、法律等背景的专家组成",
        "Experts of AI technology, AI application, ethics and law sit on it",
    ),
    rule("body.centre_separation", False, TOLD, "未规定服务中心不得对同一活动既审查又复核",
         "It does not keep a centre from both reviewing and re-examining the same activity"),
    rule(
        "review.focuses",
        (
            *(item(one.key, one.words.zh, one.words.en) for one in focuses() if one.key in KEPT),
            item("qualification", "人员资质", "Qualification of staff"),
            item("risk_benefit", "科学价值、社会价值与风险受益", "Scientific and social value, risk and benefit"),
        ),
        TOLD,
        "重点审查的六个方面；公开报道未逐一列出，第六个方面的表述未经核实",
        "The six points of the review; no account lists all of them, and the wording of the sixth is not confirmed",
    ),
    rule(
        "list.items",
        (
            item(1, "对人类主观行为、心理情绪和生命健康等具有较强影响的人机融合系统的研发",
                 "Human–machine systems with a relatively strong effect on behaviour, emotion, life and health"),
            item(2, "具有舆论社会动员能力和社会意识引导能力的算法模型、应用程序及系统的研发",
                 "Algorithm models, applications and systems able to mobilise opinion and guide consciousness"),
            item(3, "面向存在安全、人身健康风险等场景的具有高度自主能力的自动化决策系统的研发",
                 "Highly autonomous automated decision systems for scenarios with safety or personal-health risk"),
        ),
        TOLD,
        "需要开展专家复核的人工智能科技活动清单，动态调整",
        "The list of AI activities that need expert re-examination, dynamically adjusted",
    ),
)

# fmt: on

PACK = Pack(
    id="ai-draft-2025",
    version="1",
    title=Words(
        "人工智能科技伦理管理服务办法（试行）（公开征求意见稿）",
        "Measures for Ethics Management and Services of AI Science and Technology (Trial) (Consultation Draft)",
    ),
    document="工业和信息化部2025年8月22日公开征求意见",
    in_force_on=date(2025, 8, 22),
    status="draft",
    rules=RULES,
    falls_back_to="general-2023",
)
