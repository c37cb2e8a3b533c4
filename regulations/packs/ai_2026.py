"""《人工智能科技伦理审查与服务办法（试行）》 工信部联科〔2026〕75号 — the AI measures of 2026.

States what the measures say themselves; where they are silent, article 35 hands over to `general-2023`.
Gists are paraphrases for readers of the product and not the legal text. `sure=False` marks an article whose number
is not confirmed: the sources put a question mark to it, or name only the range it lies in.
"""

from dataclasses import replace
from datetime import date

from regulations.catalogue import focuses
from regulations.pack import Pack
from regulations.packs.general_2023_clocks import CLOCKS as GENERAL
from regulations.packs.writing import instrument, item, named, rule, table
from regulations.quorum import Share
from regulations.vocabulary import Basis
from regulations.words import Words

m, p = instrument("ai-2026"), instrument("general-2023")
READ, REPORTED = Basis.READ, Basis.REPORTED

EXPERTISE = (
    item("ai_technology", "人工智能技术", "AI technology"),
    item("ai_application", "人工智能应用", "AI application"),
    item("ethics", "伦理", "Ethics"),
    item("law", "法律", "Law"),
)

FURTHER_FOCUSES = (
    item("qualification", "人员资质与条件", "Qualification of staff and conditions", source=p(15, Basis.PARENT)),
    item("data_algorithm", "数据与算法合规", "Compliance of data and algorithm", source=p(15, Basis.PARENT)),
    item("participants", "参与者权益保护", "Rights of those who take part", source=p(15, Basis.PARENT)),
)

# fmt: off
# A rule is a paragraph of two lines, to be read in the order of the articles; the formatter would make it seven.
RULES = table(
    # Scope (2)
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
        m(2, READ),
        "在境内开展、可能带来伦理风险挑战的人工智能科技活动",
        "AI research and development in mainland China that may pose ethical challenges",
    ),
    # Bodies (10-12)
    rule("record.traceable", True, m(10, READ), "审查过程应当可追溯", "The review is traceable"),
    rule("committee.categories", EXPERTISE, m(10, READ), "应当包括人工智能技术、应用、伦理、法律等背景的专家",
         "Experts of AI technology, AI application, ethics and law sit on it"),
    rule("body.centre_separation", True, m(11, READ), "服务中心不得对同一活动既审查又复核",
         "A centre never both reviews and re-examines the same activity"),
    rule("body.mandate", True, m(12, READ), "没有委员会或不能胜任的，书面委托审查与服务中心",
         "A unit without a committee able to review mandates a centre in writing"),
    # Materials and acceptance (12, 13)
    rule("materials.plan", True, m(12, READ), "科技活动方案", "The plan of the activity"),
    rule("materials.risk", True, m(12, READ), "伦理风险评估、监测预警、防控和应急处置预案",
         "Risk assessment, monitoring and early warning, control and emergency plan"),
    rule("materials.commitment", True, m(12, READ), "承诺书", "The signed commitment letter"),
    rule("materials.complete", True, m(13, READ), "材料齐全、符合要求的予以受理", "Complete materials are accepted"),
    rule("acceptance.single_notice", 1, m(13, READ), "材料不齐的一次性完整告知", "One notice names everything missing"),
    rule("acceptance.procedure", True, m(13, READ), "按风险可能性、程度和紧急程度确定审查程序并说明依据",
         "The procedure follows likelihood and degree of risk and urgency, with the reason recorded"),
    # The list (annex)
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
        m(None, READ),
        "需要开展专家复核的人工智能科技活动清单，动态调整",
        "The list of AI activities that need expert re-examination, dynamically adjusted",
    ),
    rule("list.determination", True, m(None, READ), "委员会判断活动是否属于清单并说明理由",
         "The committee determines, with reasons, whether the activity is on the list"),
    # General review and decision (14-16, 18)
    rule("meeting.chair", True, m(14, REPORTED, sure=False), "会议由主任委员或其指定的副主任委员主持",
         "The chair presides, or the vice-chair the chair named"),
    rule("meeting.min_present", 5, m(14, REPORTED, sure=False), "到会委员不少于5人",
         "At least five members are present"),
    rule("meeting.categories", EXPERTISE, m(14, REPORTED, sure=False), "到会委员应当包括所需专业背景",
         "Those present cover the required expertise"),
    rule("review.focuses", (*focuses(), *FURTHER_FOCUSES), m(15, REPORTED),
         "重点审查的六个方面，以及上位办法另行要求的内容",
         "The six focuses of the review, and what the general measures add"),
    rule("decision.majority", Share(2, 3), m(16, REPORTED), "经到会委员三分之二以上同意",
         "Two thirds of the members present agree"),
    rule("decision.requirements", True, m(16, REPORTED), "需要修改的应当提出修改要求",
         "Modifications state their requirements"),
    rule("decision.reasons", True, m(16, REPORTED), "不予批准的应当说明理由", "A negative decision states its reasons"),
    rule("ballot.roll", True, m(16, REPORTED), "表决由到会委员进行", "Those present vote"),
    rule("clock.extension", True, m(16, REPORTED), "延长期限应当说明理由并明确新的期限",
         "An extension gives reasons and states the new date"),
    rule("follow_up.months", 12, m(18, REPORTED, sure=False), "跟踪审查间隔不超过12个月",
         "Followed up at most every twelve months"),
    # Simplified review (19, 20)
    rule(
        "simplified.grounds",
        (
            item("minimal_risk", "风险不大于最低风险", "Risk not above minimal"),
            item("minor_modification", "已批准方案的较小修改且不影响风险受益比",
                 "A minor modification of an approved plan that leaves risk and benefit unchanged"),
            item("follow_up", "没有重大调整的跟踪审查", "Follow-up of an activity without major adjustment"),
        ),
        m(19, REPORTED, sure=False),
        "可以适用简易程序的情形",
        "When the simplified procedure may be used",
    ),
    rule("simplified.not_listed", True, m(19, REPORTED, sure=False), "清单内活动首次审查不适用简易程序",
         "A listed activity never has its first review this way"),
    rule("simplified.min_members", 2, m(20, REPORTED, sure=False), "由主任委员指定2名以上委员承担",
         "The chair names at least two members"),
    rule(
        "simplified.triggers",
        (
            item("negative_finding", "审查结果为否定性意见", "A negative finding"),
            item("doubt", "对审查内容有疑义", "A doubt about the content"),
            item("disagreement", "委员意见不一致", "The members disagree"),
            item("request", "委员提出转为一般程序", "A member asks for it"),
        ),
        m(20, REPORTED, sure=False),
        "应当转为一般程序的情形",
        "When a simplified review must turn into a general one",
    ),
    # Expert re-examination (21-26)
    rule("re_examination.required", True, m(21, REPORTED, sure=False), "清单内活动通过初步审查后开展专家复核",
         "A listed activity is re-examined by experts after its preliminary pass"),
    rule("re_examination.applicant", True, m(22, REPORTED, sure=False), "由单位（牵头单位）申请专家复核",
         "The unit, or the lead unit, applies for it"),
    rule("panel.min_experts", 5, m(23, REPORTED, sure=False), "复核专家不少于5人", "At least five experts"),
    rule("panel.independence", True, m(23, REPORTED, sure=False), "参与初步审查的委员不得参加复核",
         "No member of the reviewing committee sits on the panel"),
    rule("panel.majority", Share(2, 3), m(24, REPORTED, sure=False), "经全体复核专家三分之二以上同意",
         "Two thirds of all the panel's experts agree"),
    rule("re_examination.binding", True, m(25, REPORTED, sure=False), "委员会根据复核意见作出决定",
         "The committee decides according to the opinion"),
    rule(
        "exemption.regimes",
        (
            item("algorithm-filing", "算法备案", "Algorithm filing"),
            item("deep-synthesis-filing", "深度合成服务备案", "Deep-synthesis filing"),
            item("generative-ai-filing", "生成式人工智能服务备案（登记）",
                 "Generative-AI service filing or registration"),
        ),
        m(26, REPORTED),
        "已按备案、登记、审批管理且以伦理合规为条件的，可不再开展专家复核",
        "Filing, registration or approval that makes ethics compliance a condition replaces re-examination",
    ),
    # Emergency review (27)
    rule("emergency.urgency", True, m(27, REPORTED, sure=False), "突发公共事件等紧急情况",
         "Public emergencies and the like"),
    rule("emergency.field_expert", True, m(27, REPORTED, sure=False), "应当有相关领域委员或受邀专家参加",
         "A member or an invited adviser from the field takes part"),
    rule("emergency.standards", True, m(27, REPORTED, sure=False), "不得因紧急降低审查标准",
         "Urgency lowers no standard"),
    # Registration (30)
    rule("registration.listed", True, m(30, REPORTED), "清单内活动批准后30日内登记，变更时重新登记",
         "A listed activity is registered within 30 days of approval, and on change"),
    rule("registration.committee", True, m(30, REPORTED), "委员会设立后30日内登记，变更时重新登记",
         "A committee registers within 30 days of being set up, and on change"),
    rule("report.annual", True, m(30, REPORTED), "每年3月31日前提交上年度报告",
         "Last year's reports are due by 31 March"),
    # Silence (35)
    rule("parent.applies", "general-2023", m(35, READ), "本办法未作规定的，适用科技伦理审查的一般规定",
         "Where these measures are silent the general measures apply"),
)

# The same limits as in the general measures, restated: the article is another, and so is how sure we are of it.
CLOCKS = named(
    replace(GENERAL["decision"], source=m(16, REPORTED)),
    replace(GENERAL["decision_emergency"], source=m(27, REPORTED, sure=False)),
    replace(GENERAL["re_examination"], source=m(24, REPORTED, sure=False)),
    replace(GENERAL["registration"], source=m(30, REPORTED)),
    replace(GENERAL["committee_registration"], source=m(30, REPORTED)),
    replace(GENERAL["follow_up"], source=m(18, REPORTED, sure=False)),
    replace(GENERAL["annual_report"], source=m(30, REPORTED)),
)

# fmt: on

PACK = Pack(
    id="ai-2026",
    version="1",
    title=Words(
        "人工智能科技伦理审查与服务办法（试行）",
        "Measures for Ethics Review and Services of AI Science and Technology Activities (Trial)",
    ),
    document="工信部联科〔2026〕75号",
    in_force_on=date(2026, 3, 20),
    status="in_force",
    rules=RULES,
    clocks=CLOCKS,
    falls_back_to="general-2023",
)
