"""What each question of an application wants to know, for whoever answers it. The article stands beside it."""

from collections.abc import Mapping

from regulations.words import Words

QUESTIONS: Mapping[str, Words] = {
    "amends": Words(
        "填写已批准活动的审查编号；首次申请请留空。",
        "The number of the approved activity. Leave it empty for a first application.",
    ),
    "title.zh": Words("写明做什么、用在哪里，一行以内。", "What is done and where it is used, in one line."),
    "title.en": Words("有英文名称的填写。", "Where there is an English title."),
    "unit": Words("承担活动并对其负责的单位全称。", "The full name of the unit that carries out and answers for it."),
    "legal_qualifications": Words(
        "单位的法人证书、许可等名称及编号。", "Certificates and licences of the units, with their numbers."
    ),
    "partners": Words("境内合作单位的全称。", "Full names of the partner units in the country."),
    "foreign_partners": Words("境外合作方的名称及所在国家或地区。", "Partners abroad, with their country or region."),
    "partner_approvals": Words(
        "合作方所在地作出的伦理审查或批准文件名称及编号。",
        "Ethics reviews or approvals on the partners' side, with their numbers.",
    ),
    "responsible_person.name": Words("对活动全过程负责的人。", "Who answers for the activity from beginning to end."),
    "responsible_person.title": Words("职务或职称。", "Office or professional title."),
    "responsible_person.training_certificate": Words(
        "科技伦理培训证书的名称、编号或日期。", "Name, number or date of the certificate of ethics training."
    ),
    "lead_or_partner": Words(
        "多单位合作的，由牵头单位申请专家复核。",
        "Where several units work together the lead applies for re-examination.",
    ),
    "period.start": Words(
        "拟开始的日期；批准之前不得开始。", "When it is meant to begin; it may not begin before it is approved."
    ),
    "period.end": Words("拟结束的日期。", "When it is meant to end."),
    "funding": Words("资金由谁提供，项目编号如有请注明。", "Who pays, with the number of the project if there is one."),
    "urgency.event": Words("何种突发公共事件。", "Which public emergency."),
    "urgency.requested_by": Words("提出应急需求的部门。", "The department that asks for it."),
    "urgency.grade": Words("事件或响应的级别。", "The grade of the event or of the response."),
    "urgency.reason": Words("为什么不能按一般程序等待。", "Why the ordinary procedure cannot be waited for."),
    "plan.background": Words("要解决的问题和已有的研究。", "The problem and what is known of it."),
    "plan.purpose": Words("要得到什么，由谁使用。", "What is to come of it, and who will use it."),
    "plan.algorithm": Words(
        "模型类别、训练与决策方式，人在何处可以介入。",
        "Kind of model, how it is trained and decides, and where a person can step in.",
    ),
    "plan.data.sources": Words("每个数据集的名称与提供者。", "Each data set and who provides it."),
    "plan.data.acquisition": Words(
        "如何取得、依据何种授权或同意，是否含个人信息。",
        "How the data are obtained, on what authority or consent, and whether they are personal.",
    ),
    "plan.testing": Words(
        "用什么数据、什么指标、达到什么程度才投入使用。",
        "On what data, by what measures, and what must be reached before it is used.",
    ),
    "plan.products": Words("每项拟形成的产品或服务。", "Each product or service to be formed."),
    "plan.fields_of_use": Words(
        "如医疗、教育、政务、交通；据此提示相应的核对表。",
        "Such as health, education, government, transport; checklists are chosen by it.",
    ),
    "plan.user_groups": Words(
        "使用者和受影响者，未成年人、老年人等请注明。",
        "Who uses it and who is affected; name minors, the elderly and the like.",
    ),
    "risk_assessment.risks.*.name": Words("一句话说明可能发生什么。", "What may happen, in one line."),
    "risk_assessment.risks.*.kind": Words(
        "按《人工智能安全治理框架》2.0版选择；没有合适的可留空。",
        "After the AI Safety Governance Framework 2.0; leave it empty where none fits.",
    ),
    "risk_assessment.risks.*.layer": Words(
        "内生：模型、数据、系统自身；应用：使用之中；衍生：对社会、伦理的影响。",
        "Inherent: model, data, system; application: in use; derivative: on society and ethics.",
    ),
    "risk_assessment.risks.*.likelihood": Words("采取措施之前。", "Before anything is done about it."),
    "risk_assessment.risks.*.severity": Words("一旦发生的后果，采取措施之前。", "If it happens, with nothing done."),
    "risk_assessment.risks.*.affected": Words("谁或者什么会受到影响。", "Who or what would be affected."),
    "risk_assessment.risks.*.control": Words("已采取或将采取的措施。", "What is done, or will be, about it."),
    "risk_assessment.risks.*.residual": Words("采取措施之后仍存在的风险。", "What remains after that."),
    "risk_assessment.risks.*.owner": Words("负责该项措施的人。", "Who sees to it."),
    "risk_assessment.minimal_risk_claimed": Words(
        "风险不大于日常生活中的风险的，可主张；由委员会判断。",
        "Where the risk is no greater than in daily life. The committee judges it.",
    ),
    "risk_assessment.minimal_risk_reason": Words("主张最低风险的，说明理由。", "The reasons, where it is claimed."),
    "risk_assessment.listed_claim": Words(
        "逐项对照；都不属于的，请选“以上都不属于”。由委员会判定。",
        "Compare item by item; where none fits, say so. The committee determines it.",
    ),
    "risk_assessment.monitoring": Words(
        "投入使用后观察什么、多久一次、谁来看。", "What is watched once it runs, how often and by whom."
    ),
    "risk_assessment.emergency_plan": Words(
        "出现问题时谁、在多长时间内、如何停止或补救。",
        "If something goes wrong: who stops or mends it, how, and how soon.",
    ),
    "change.what": Words("与已批准的方案相比改变了什么。", "What differs from the approved plan."),
    "change.affects_risk_benefit": Words(
        "风险或受益有任何改变的，选“是”。", "Yes, where risk or benefit change in any way."
    ),
    "change.reason": Words("为什么需要变更。", "Why it is needed."),
    "involves_participants": Words(
        "有人作为研究参与者参加的，选“是”，并附知情同意书。",
        "Yes, where people take part as subjects; the consent form is asked then.",
    ),
    "informed_consent.form_version": Words("同意书的版本号或日期。", "Number or date of the form's version."),
    "informed_consent.language": Words(
        "使用的语言与形式，如书面、电子、口头录音。", "Language and form: on paper, electronic, recorded."
    ),
    "informed_consent.proxy": Words(
        "未成年人等不能自行同意的，由谁、如何代为同意。", "For minors and others: who consents for them, and how."
    ),
    "earlier_reviews": Words(
        "本活动此前的伦理审查及其结论。", "Earlier ethics reviews of this activity and their outcome."
    ),
    "commitment.signed_by": Words("签署承诺书的人。", "Who signed the letter."),
    "commitment.signed_on": Words("签署日期。", "The day it was signed."),
    "conflict_statement": Words(
        "申请人与活动有关的利益；没有的，请写明“无”。", "Interests in the activity; where there are none, say so."
    ),
    "cross_references.*.regime": Words(
        "同一活动依其他规定办理的备案、登记、审批。",
        "Filings, registrations and approvals of the same activity under other rules.",
    ),
    "cross_references.*.number": Words("主管部门给出的编号。", "The number the authority gave."),
    "cross_references.*.status": Words(
        "如 filed（已备案）、registered（已登记）、approved（已批准）、pending（办理中）。",
        "Such as filed, registered, approved, pending.",
    ),
    "cross_references.*.date": Words("办理日期。", "The day of it."),
    "cross_references.*.ethics_is_a_condition": Words(
        "以伦理合规为条件的，可不再开展专家复核，由委员会决定。",
        "Where it is, expert re-examination may be dropped; the committee decides.",
    ),
}
"""By the path of the field; "*" stands for each element of a list."""


def question(path: str, language: str) -> str:
    """What is wanted at a place of the filing; "" where its name says everything."""
    words = QUESTIONS.get(".".join("*" if part.isdecimal() else part for part in path.split(".")))
    return "" if words is None else words.in_language(language)
