"""《科技伦理审查办法（试行）》 国科发监〔2023〕167号 — the general measures of 2023, the parent of every later pack.

Order follows the articles. Gists are paraphrases for readers of the product and not the legal text. Where the
text fixes nothing, the value is the house's (basis "house"): a setting of the committee, shown as such, or fixed for
every committee where the rest stands on it. `sure=False` marks an article whose number is not confirmed: the sources
name only the range it lies in, or none.
"""

from datetime import date

from regulations.catalogue import content_of
from regulations.pack import Pack
from regulations.packs.general_2023_clocks import CLOCKS, LIMITS
from regulations.packs.lifecycle import MOVES
from regulations.packs.writing import HOUSE, instrument, item, rule, setting, table
from regulations.quorum import Share
from regulations.vocabulary import BallotClosing, Basis
from regulations.words import Words

p = instrument("general-2023")
REPORTED = Basis.REPORTED

# fmt: off
# A rule is a paragraph of two lines, to be read in the order of the articles; the formatter would make it seven.
RULES = table(
    # Scope (2)
    rule(
        "scope.criteria",
        (
            item("people", "以人为研究参与者", "People take part as subjects"),
            item("animals", "涉及实验动物", "Laboratory animals are used"),
            item("life_health", "可能影响生命健康", "Life and health may be affected"),
            item("ecology", "可能影响生态环境", "The ecology may be affected"),
            item("public_order", "可能影响公共秩序", "Public order may be affected"),
            item("sustainable_development", "可能影响可持续发展", "Sustainable development may be affected"),
            item("other_law", "依法依规需要审查", "Other law requires a review"),
        ),
        p(2, REPORTED, sure=False),
        "可能带来伦理风险挑战的科技活动应当审查",
        "Activities that may pose ethical risks and challenges are reviewed",
    ),
    rule(
        "scope.decline_grounds",
        (
            item("out_of_scope", "不属于审查范围", "Not within the scope of review"),
            item("not_competent", "不属于本委员会受理范围", "Not for this committee to receive"),
            item("materials", "材料经补正仍不符合要求", "Materials still do not meet the requirements"),
        ),
        HOUSE,
        "不予受理的情形",
        "Grounds on which an application is not accepted",
    ),
    rule("body.mandate", True, p(4, REPORTED, sure=False), "没有委员会或委员会不能胜任的，应当书面委托",
         "A unit without a committee able to review mandates one in writing"),
    rule("body.centre_separation", True, HOUSE, "审查与复核不得由同一机构承担",
         "The same body does not both review and re-examine"),
    # The list (5, annex)
    rule(
        "list.items",
        (
            item(1, "合成物种", "Synthetic species"),
            item(2, "人干细胞导入动物胚胎", "Human stem cells in animal embryos"),
            item(3, "人类生殖细胞、受精卵和植入前胚胎核遗传物质改变", "Germ-line editing"),
            item(4, "侵入式脑机接口", "Invasive brain–computer interfaces"),
        ),
        p(None, REPORTED),
        "需要开展伦理审查复核的科技活动清单",
        "The list of activities that need re-examination",
    ),
    rule("list.determination", True, p(5, REPORTED), "委员会判断活动是否属于清单范围并说明理由",
         "The committee determines, with reasons, whether an activity is on the list"),
    # The committee (6-8)
    rule("record.traceable", True, p(6, REPORTED), "审查过程应当可追溯", "The review is traceable"),
    rule("committee.min_members", 7, p(7, REPORTED), "委员不少于7人", "At least seven members"),
    rule("committee.one_chair", 1, p(7, REPORTED), "设主任委员1人，副主任委员若干", "One chair, and vice-chairs"),
    rule(
        "committee.categories",
        (item("science", "相关科学技术背景", "Science and technology"), item("ethics", "伦理", "Ethics"),
         item("law", "法律", "Law")),
        p(7, REPORTED),
        "由科学技术、伦理、法律等专业背景的专家组成",
        "Experts of science, ethics and law sit on it",
    ),
    rule("committee.both_sexes", True, p(7, REPORTED), "应当有不同性别的委员", "Both sexes sit on it"),
    rule("committee.external_members", 1, p(7, REPORTED), "应当有非本单位的委员",
         "Members from outside the unit sit on it"),
    rule("committee.term_years", 5, p(7, REPORTED), "任期不超过5年，可以连任",
         "A term lasts at most five years, renewable"),
    setting("committee.term_notice_days", 90, "委员任期届满、组成将不符合规定前多少日提示未作规定",
            "How many days ahead a term that ends, or a composition about to fail, is watched is not regulated"),
    rule("committee.members", True, p(7, REPORTED), "仅任期内的委员参加审查和表决",
         "Only members in term review and vote"),
    rule("interest.declaration", True, p(8, REPORTED), "委员应当声明利益关系", "Members declare their interests"),
    rule("interest.recusal", True, p(8, REPORTED), "存在利益关系的应当回避", "Whoever keeps an interest recuses"),
    rule("roles.separate", True, p(8, REPORTED), "任何人不得审查自己的活动", "Nobody reviews their own activity"),
    # Application and acceptance (9, 10, 12)
    rule("materials.plan", True, p(9, REPORTED), "科技活动方案", "The plan of the activity"),
    rule("materials.risk", True, p(9, REPORTED), "伦理风险评估、防控和应急处置",
         "Risk assessment, control and emergency plan"),
    rule("materials.commitment", True, p(9, REPORTED), "承诺书", "The signed commitment"),
    rule("materials.conflict_statement", True, p(9, REPORTED), "利益冲突申明", "The conflict-of-interest statement"),
    rule("materials.consent", True, p(9, REPORTED), "涉及研究参与者的，知情同意书",
         "Informed consent where people take part"),
    rule("materials.sources", True, p(9, REPORTED), "数据与样本来源说明", "Where data and samples come from"),
    rule("materials.earlier_reviews", True, p(9, REPORTED), "以往伦理审查情况", "Earlier reviews"),
    rule("materials.partners", True, p(12, REPORTED), "合作方的审查或批准情况", "Approvals on the partners' side"),
    rule("materials.change", True, p(20, REPORTED), "变更内容及其对风险受益的影响",
         "The change and what it does to risk and benefit"),
    rule("materials.complete", True, p(10, REPORTED), "材料齐全、符合要求的予以受理",
         "Complete materials are accepted"),
    rule("acceptance.single_notice", 1, p(10, REPORTED), "材料不齐的一次性完整告知",
         "One notice names everything missing"),
    rule("acceptance.procedure", True, p(10, REPORTED), "受理时确定审查程序并说明依据",
         "The procedure is chosen at acceptance, with its ground"),
    rule("withdrawal.right", True, HOUSE,
         "尚未生效且未在复核、申诉中的，申请人可以撤回；秘书、主任委员仅在逾期未答复后按撤回结案",
         "What has not taken effect may be withdrawn, except while it is re-examined or under appeal"),
    rule("supplement.expiry", True, HOUSE, "逾期未补正、未修改或者未申请复核的，秘书、主任委员可以按撤回结案",
         "What is not supplied, revised or applied for in time may be closed as withdrawn by the office"),
    # General review (11, 14, 15)
    rule("meeting.chair", True, p(11, REPORTED), "会议由主任委员或其指定的副主任委员主持",
         "The chair presides, or the vice-chair the chair named"),
    rule("meeting.stand_in", True, HOUSE, "主任委员、副主任委员均须回避或不在任的，由任职最久的无利害关系委员代行职责",
         "Where chair and vice-chairs all keep out or have no seat, the longest-serving free member stands in"),
    rule("meeting.min_present", 5, p(11, REPORTED), "到会委员不少于5人", "At least five members are present"),
    rule(
        "meeting.categories",
        (item("science", "相关科学技术", "Science and technology"), item("ethics", "伦理", "Ethics"),
         item("law", "法律", "Law")),
        p(11, REPORTED),
        "到会委员应当包括所需专业背景",
        "Those present cover the required expertise",
    ),
    setting("meeting.video", False, "是否允许视频会议由委员会规定",
            "Whether to meet by video is for the committee's own rules"),
    rule("meeting.advisers", True, p(14, REPORTED), "顾问专家可以发言，不参与表决", "Advisers speak and never vote"),
    setting("review.reviewers", 1, "一般程序、应急程序的主审委员人数",
            "How many members write worksheets in a meeting procedure"),
    rule("review.independent", True, HOUSE, "审查工作表独立填写，表决前互不可见",
         "Worksheets are written independently, unseen by the others until the ballot opens"),
    rule(
        "review.focuses",
        (
            item("value", "科学价值和社会价值", "Scientific and social value"),
            item("risk_benefit", "风险受益比", "Balance of risk and benefit"),
            item("qualification", "人员资质与条件", "Qualification of staff and conditions"),
            item("participants", "参与者权益保护", "Rights of those who take part"),
            item("data_algorithm", "数据与算法合规", "Compliance of data and algorithm"),
            item("interests", "利益冲突管理", "Management of interests"),
        ),
        p(15, REPORTED),
        "重点审查的内容",
        "What the review looks at",
    ),
    # Decision (16-18)
    rule(
        "decision.outcomes",
        (
            item("approve", "批准", "Approve"),
            item("approve_after_modification", "修改后批准", "Approve after modification"),
            item("revise_and_re_review", "修改后再审", "Revise and re-review"),
            item("reject", "不予批准", "Reject"),
        ),
        p(16, REPORTED),
        "审查决定分为四种",
        "Decisions are of four kinds",
    ),
    rule("decision.majority", Share(2, 3), p(16, REPORTED), "经到会委员三分之二以上同意",
         "Two thirds of the members present agree"),
    rule("decision.requirements", True, p(16, REPORTED), "需要修改的应当提出修改要求",
         "Modifications state their requirements"),
    rule("decision.reasons", True, p(16, REPORTED), "不予批准的应当说明理由", "A negative decision states its reasons"),
    rule("decision.conditions", True, HOUSE, "批准可以附条件，逐项明确内容和期限，由负责人报告证据、委员会确认履行",
         "An approval may have conditions, each stated with its time limit, evidenced by the responsible person and "
         "confirmed by the committee"),
    rule("ballot.roll", True, p(16, REPORTED), "表决由到会委员进行", "Those present vote"),
    rule("ballot.vote_stays", True, HOUSE, "表决意见一经作出不得更改", "A vote once cast stays"),
    setting("ballot.closes", BallotClosing.LAST_VOTE.value, "表决在最后一票或主任委员宣布时结束",
            "A ballot closes with the last vote, or when the chair closes it"),
    rule("clock.extension", True, p(17, REPORTED), "延长期限应当说明理由并明确新的期限",
         "An extension gives reasons and states the new date"),
    setting("clock.extension_days", 180, "一次最多延长多少日未作规定",
            "How far one extension may reach is not regulated: days after the old end, or after today"),
    setting("clock.pausing", False, "期限是否可以中止未作规定", "Whether a clock may stop is not regulated"),
    rule("appeal.right", True, p(18, REPORTED), "对审查决定有异议的可以书面申诉",
         "A decision may be appealed in writing"),
    rule("appeal.window", True, HOUSE, "申诉应当在期限内提出", "An appeal is lodged within its window"),
    # Follow-up and change (19, 20)
    rule("follow_up.months", 12, p(19, REPORTED), "跟踪审查间隔一般不超过12个月",
         "Followed up at most every twelve months"),
    rule(
        "follow_up.outcomes",
        (
            item("continue", "继续实施", "Continue"),
            item("continue_with_changes", "调整后继续实施", "Continue with changes"),
            item("suspend", "暂停", "Suspend"),
            item("terminate", "终止", "Terminate"),
            item("re_review", "重新审查", "Review again"),
        ),
        p(19, REPORTED),
        "跟踪审查的处理意见",
        "What a follow-up review may come to",
    ),
    rule("committee.acts", True, p(19, REPORTED), "暂停、恢复、终止、结题由委员会作出并说明理由",
         "Suspending, resuming, terminating and completing are the committee's acts, with reasons"),
    rule("change.report", True, p(20, REPORTED), "变更和新增风险应当及时报告",
         "Changes and new risks are reported promptly"),
    # Simplified review (22-24)
    rule(
        "simplified.grounds",
        (
            item("minimal_risk", "风险不大于最低风险", "Risk not above minimal"),
            item("minor_modification", "较小修改且不影响风险受益比",
                 "A minor modification that leaves risk and benefit unchanged"),
            item("follow_up", "没有重大调整的跟踪审查", "Follow-up without major adjustment"),
        ),
        p(22, REPORTED, sure=False),
        "可以适用简易程序的情形",
        "When the simplified procedure may be used",
    ),
    rule("simplified.min_members", 2, p(23, REPORTED, sure=False), "由主任委员指定2名以上委员承担",
         "The chair names at least two members"),
    rule(
        "simplified.triggers",
        (
            item("negative_finding", "审查结果为否定性意见", "A negative finding"),
            item("doubt", "对审查内容有疑义", "A doubt about the content"),
            item("disagreement", "委员意见不一致", "The members disagree"),
            item("request", "委员提出转为一般程序", "A member asks for it"),
        ),
        p(24, REPORTED, sure=False),
        "应当调整为一般程序的情形",
        "When a simplified review must turn into a general one",
    ),
    rule("simplified.not_listed", True, p(22, REPORTED, sure=False), "清单内活动首次审查不适用简易程序",
         "A listed activity never has its first review this way"),
    # Expert re-examination (25-34)
    rule("re_examination.required", True, p(25, REPORTED, sure=False), "清单内活动通过初步审查后应当复核",
         "A listed activity is re-examined after its preliminary pass"),
    rule("re_examination.applicant", True, p(25, REPORTED, sure=False), "由单位（牵头单位）申请复核",
         "The unit, or the lead unit, applies for it"),
    rule("panel.min_experts", 5, p(28, REPORTED), "复核专家不少于5人", "At least five experts"),
    rule(
        "panel.categories",
        (item("field", "同行专家", "The field"), item("ethics", "伦理", "Ethics"), item("law", "法律", "Law")),
        p(28, REPORTED),
        "复核专家组由同行、伦理、法律等专家组成",
        "The panel covers the field, ethics and law",
    ),
    rule("panel.independence", True, p(28, REPORTED), "原委员会委员不得参加复核",
         "No member of the reviewing committee sits on the panel"),
    rule("panel.majority", Share(2, 3), p(31, REPORTED, sure=False), "经全体复核专家三分之二以上同意",
         "Two thirds of all the panel's experts agree"),
    rule("re_examination.binding", True, p(32, REPORTED), "委员会根据复核意见作出决定",
         "The committee decides according to the opinion"),
    rule("follow_up.listed_months", 6, p(33, REPORTED), "清单内活动跟踪审查间隔不超过6个月",
         "A listed activity is followed up at most every six months"),
    rule("change.major_listed", True, p(33, REPORTED), "清单内活动发生重大变化的，重新审查并复核",
         "A major change of a listed activity is re-reviewed and re-examined"),
    rule(
        "exemption.regimes",
        (
            item("administrative-approval", "行政审批且以伦理合规为条件",
                 "Administrative approval conditional on ethics"),
        ),
        p(34, REPORTED),
        "已由行政审批等监管且以伦理合规为条件的，可不再复核",
        "Regimes that already make ethics compliance a condition replace re-examination",
    ),
    # Emergency review (35-39)
    rule("emergency.urgency", True, p(35, REPORTED, sure=False), "突发公共事件等紧急情况",
         "Public emergencies and the like"),
    rule("emergency.field_expert", True, p(37, REPORTED, sure=False), "应当有相关领域委员或顾问专家参加",
         "A member or an adviser from the field takes part"),
    setting("emergency.follow_up_months", 6, "应急审查批准的活动应当更密切跟踪，首次跟踪审查的月数",
            "What was approved in an emergency is followed closely: months to the first follow-up"),
    rule("emergency.standards", True, p(38, REPORTED, sure=False), "不得因紧急降低审查标准",
         "Urgency lowers no standard"),
    # Registration and reports (43-45)
    rule("registration.committee", True, p(43, REPORTED, sure=False), "委员会设立后30日内登记，变更时重新登记",
         "A committee registers within 30 days of being set up, and on change"),
    rule("registration.listed", True, p(44, REPORTED), "清单内活动批准后30日内登记，变更时重新登记",
         "A listed activity is registered within 30 days of approval, and on change"),
    rule("report.annual", True, p(45, REPORTED, sure=False), "每年3月31日前提交上年度报告",
         "Last year's reports are due by 31 March"),
    # Archives (6): no length is stated
    setting("retention.decision_years", 30, "审查决定类档案的保存年限", "Years for which decisions are kept"),
    setting("retention.other_years", 10, "其他档案的保存年限", "Years for which everything else is kept"),
    setting("access_logs.months", 6, "访问日志的保存月数，不得少于六个月（网络安全法第二十三条）",
            "Months for which access logs are kept, never fewer than six (Cybersecurity Law art. 23)"),
)

# fmt: on

PACK = Pack(
    id="general-2023",
    version="1",
    title=Words("科技伦理审查办法（试行）", "Measures for Science and Technology Ethics Review (Trial)"),
    document="国科发监〔2023〕167号",
    in_force_on=date(2023, 12, 1),
    status="in_force",
    rules=RULES,
    clocks=CLOCKS,
    moves=MOVES,
    limits=LIMITS,
    elsewhere=frozenset(
        {
            "annual_report",
            "committee_composition",
            "committee_registration",
            "condition",
            "member_statements",
            "member_term",
        }
    ),
    catalogues=content_of("materials.toml", "filing.schema.json", "risks.toml"),
)
