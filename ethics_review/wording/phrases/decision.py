"""Why a vote, a decision, a re-examination, or a step after approval is refused; and why a time limit stays."""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

from regulations.words import Words

PHRASES: dict[str, Words | tuple[Words, ...]] = {
    # Conditions of an approval
    "condition.without_approval": Words(
        "只有批准或者修改后批准的决定可以附条件；请删除所附条件",
        "Only an approval, as it stands or after modification, has conditions; leave them out",
    ),
    "condition.due_past": Words(
        "所附条件的期限{given:day}已过（今日为{today:day}）；请写明今日或以后的日期",
        "A condition was to be met by {given:day}, which is past (today is {today:day}); state today or a later day",
    ),
    "condition.open": Words(
        "批准所附条件第{conditions}项尚未履行，不能结题；请先报告证据，由委员会确认",
        "Condition {conditions} of the approval is not met, so the case cannot be completed; report evidence first and have the committee confirm it",
    ),
    "condition.unknown": Words(
        "第{conditions}项不是尚待履行的批准条件；请核对序号",
        "{conditions} is no condition of the approval still to be met; check the number",
    ),
    "condition.not_evidenced": Words(
        "第{conditions}项批准条件没有待评估的履行证据，不能确认；请由负责人先报告",
        "No evidence of condition {conditions} waits to be assessed, so it cannot be confirmed; have it reported first",
    ),
    # Ballot
    "ballot.open": (
        Words(
            "表决正在进行，{of}人中已有{voted}人表决；请待表决结束",
            "A ballot is open, and {voted} of {of} have voted; wait until it has closed",
        ),
        Words("本事项的表决正在进行；请待表决结束", "A ballot on the matter is open; wait until it has closed"),
    ),
    "ballot.not_open": Words(
        "现在没有正在进行的表决；请待主持人开始表决",
        "No ballot is open; wait until it is opened",
    ),
    "ballot.not_closed": Words(
        "表决尚未结束或已经作废，没有可以撤销的结果；请先核对表决情况",
        "The ballot is open or void and has no result to set aside; look at where it stands first",
    ),
    "ballot.not_presiding": Words(
        "表决由本事项的会议主持人（{names}）在会场开始和结束；请由主持人办理",
        "Whoever presides over the matter ({names}) opens and closes its ballot, in the room; leave it to them",
    ),
    "ballot.not_on_roll": (
        Words(
            "您不在本次表决的名册（{of}人）上，不能表决；表决开始后到会的委员不计入名册",
            "You are not on the roll of this ballot ({of} people) and cannot vote; whoever comes after it opened is not on it",
        ),
        Words(
            "您不在本次表决的名册上，不能表决；表决开始后到会的委员不计入名册",
            "You are not on the roll of this ballot and cannot vote; whoever comes after it opened is not on it",
        ),
    ),
    "ballot.already_voted": Words(
        "您已经表决，表决意见一经作出不得更改；需要更正记录的，请联系秘书",
        "You have voted, and a vote once cast stays; ask the secretary if the record must be corrected",
    ),
    "ballot.left_room": (
        Words(
            "应列入名册的委员中有{people:count}人刚刚离开会场；请按现在的到会情况再开始表决",
            "{people:count} of those for the roll have just left the room; open the ballot on who is there now",
        ),
        Words(
            "您已经离开会场，不能表决；请返回会场并签到后再表决",
            "You have left the room and cannot vote; come back and sign in first",
        ),
    ),
    "ballot.unknown_option": Words(
        "“{given:option}”不在本次表决的选项之内；请从以下选项中选择：{allowed:option}",
        "“{given:option}” was not put to the vote; choose one of these: {allowed:option}",
    ),
    "ballot.reason_missing": Words(
        "不同意的表决意见应当说明理由；请填写理由",
        "A vote that is not in favour gives its reasons; write them down",
    ),
    "ballot.has_result": Words(
        "表决已有结果：{result:option}，不再重新表决；请按表决结果办理",
        "The ballot has a result, “{result:option}”, and is not held again; go on from its result",
    ),
    "ballot.empty_roll": Words(
        "没有可以参加表决的人员；请先核对到会和回避情况",
        "Nobody may vote; check who is in the room and who has recused",
    ),
    "ballot.not_entitled": Words(
        "名册中有{people:count}人没有本委员会任期内的表决席位，或者被重复列入；请核对名册",
        "{people:count} on the roll hold no voting seat of this body in term, or stand on it twice; check the roll",
    ),
    # Decision
    "decision.no_majority": (
        Words(
            "没有意见达到所需的{need}票（共{of}人），表决结果为：{tally:tally}；请在下次会议再行表决",
            "No option reached the required {need} of {of} votes ({tally:tally}); put it to the vote again at the next meeting",
        ),
        Words(
            "没有意见达到所需的{need}票（共{of}人）；请在下次会议再行表决",
            "No option reached the required {need} of {of} votes; put it to the vote again at the next meeting",
        ),
    ),
    "decision.no_finding": Words(
        "委员会尚未形成意见；请先完成表决，简易程序请待指定的委员全部提交一致意见",
        "The committee has come to no finding yet; complete the ballot, or in a simplified review wait until the named members agree",
    ),
    "decision.reasons_missing": Words(
        "作出“{outcome:option}”的决定应当说明理由；请填写理由",
        "A decision “{outcome:option}” states its reasons; write them down",
    ),
    "decision.requirements_missing": Words(
        "需要修改或调整的，应当提出具体要求；请填写要求",
        "Where something must be changed, the requirements are stated; write them down",
    ),
    "modification.not_filed": Words(
        "申请人尚未提交修改后的材料；请待提交后再确认",
        "The applicant has not yet filed the modifications; confirm them once they are filed",
    ),
    "follow_up.too_far": Words(
        "跟踪审查间隔最长为{most}个月，所填为{given}个月；请缩短间隔",
        "The next follow-up is at most {most} months away, and {given} were given; choose a shorter interval",
    ),
    "appeal.window_closed": (
        Words(
            "申诉期限已于{closed_on:day}届满；可以向单位或者主管部门反映情况",
            "The time to appeal ended on {closed_on:day}; the matter can still be raised with the unit or the authority",
        ),
        Words(
            "本决定现在没有可以申诉的期限；可以向单位或者主管部门反映情况",
            "There is no time to appeal running; the matter can still be raised with the unit or the authority",
        ),
    ),
    # Expert re-examination
    "re_examination.required": Words(
        "活动属于清单第{items}项，未经专家复核不得批准；请先通过初步审查并申请专家复核",
        "The activity falls under item {items} of the list and is not approved before experts have re-examined it; pass the preliminary review and apply for re-examination first",
    ),
    "re_examination.not_required": Words(
        "活动不属于清单或者已免于专家复核，无需初步审查；请直接作出审查决定",
        "The activity is not listed, or is exempt from re-examination, so there is no preliminary pass; issue the decision",
    ),
    "re_examination.disagreed": Words(
        "专家复核意见为不同意，委员会不得批准；请作出其他决定",
        "The experts disagree, and the committee may not approve against their opinion; decide otherwise",
    ),
    "preliminary.not_positive": (
        Words(
            "委员会的意见是“{finding:option}”，不能通过初步审查；请按该意见作出决定",
            "The committee's finding is “{finding:option}”, which is no preliminary pass; issue the decision it calls for",
        ),
        Words(
            "委员会尚未形成同意的意见，不能通过初步审查；请先完成表决",
            "The committee has come to no positive finding, so there is no preliminary pass; complete the ballot first",
        ),
    ),
    "panel.too_few": Words(
        "复核专家为{have}人，少于所需的{need}人；请补足复核专家",
        "{have} of the required {need} experts are on the panel; name more",
    ),
    "panel.categories": Words(
        "复核专家组缺少以下领域的专家：{missing:category}；请补充",
        "The panel lacks experts of these fields: {missing:category}; add them",
    ),
    "panel.not_independent": Words(
        "{names}参加过本活动的审查，或者是其负责人、单位管理人员、主管部门人员，不得担任复核专家；请更换",
        "Not independent, having reviewed, led, managed or overseen the activity: {names}; name other experts",
    ),
    "panel.voting": Words(
        "复核专家组正在表决或者已有表决结果，不能再作调整",
        "The panel is voting or has voted, and can no longer be changed",
    ),
    "panel.no_opinion": (
        Words(
            "没有意见达到全体复核专家所需的{need}票（共{of}人），表决结果为：{tally:tally}；请组织再次表决",
            "No opinion reached the required {need} of all {of} experts ({tally:tally}); have the panel vote again",
        ),
        Words(
            "复核专家组尚未形成意见，需要全体{of}名专家中的{need}票；请先完成表决",
            "The panel has come to no opinion, which needs {need} of all {of} experts; complete the ballot first",
        ),
    ),
    # After approval
    "registration.filed": Words(
        "该活动已经登记，无需再次登记", "The activity is registered already and need not be again"
    ),
    "registration.confirmed": Words(
        "该登记已经确认，无需再次确认", "The registration is confirmed already and need not be again"
    ),
    "registration.not_filed": Words(
        "该活动尚未登记，无从确认；请待单位登记",
        "The activity is not registered yet, so there is nothing to confirm; wait until the unit has registered it",
    ),
    "registration.outstanding": Words(
        "清单内活动尚未登记，不能结题；请先登记",
        "A listed activity is not completed with its registration outstanding; register it first",
    ),
    "report.open": Words(
        "还有{open}份变更或事件报告没有处理；请先作出处理意见",
        "{open} change or incident report(s) are unanswered; deal with them first",
    ),
    "change.re_review_required": Words(
        "清单内活动发生重大变更，应当重新审查并复核，不能直接继续；请选择重新审查或者终止",
        "A major change of a listed activity is reviewed and re-examined again, so it cannot simply go on; choose a new review, or terminate it",
    ),
    "follow_up.suspended": Words(
        "活动处于暂停状态，跟踪审查不能使其恢复；请在原因消除后另行办理恢复",
        "The activity is suspended, and a follow-up does not resume it; resume it as a step of its own once the cause is removed",
    ),
    # Time limits
    "clock.none_extendable": Words(
        "本事项现在没有可以延长的期限", "No time limit of this case can be extended at present"
    ),
    "clock.not_extendable": Words("“{clock:clock}”期限不得延长", "The time limit “{clock:clock}” cannot be extended"),
    "clock.not_later": Words(
        "“{clock:clock}”期限现到{due_on:day}，新的期限{given:day}应当晚于该日和今天；请重新填写日期",
        "The time limit “{clock:clock}” ends on {due_on:day}, and the new date {given:day} must be later than that and than today; give another date",
    ),
    "clock.too_far": Words(
        "“{clock:clock}”期限现到{due_on:day}，新的期限{given:day}太远：一次最多延长到该日或今天之后{most}日；请重新填写日期",
        "The time limit “{clock:clock}” ends on {due_on:day}, and the new date {given:day} is too far: one extension reaches at most {most} days beyond that day or today; give another date",
    ),
    "clock.not_running": (
        Words(
            "“{clock:clock}”期限现在没有运行，正在运行的是：{running:clock}；请重新选择",
            "The time limit “{clock:clock}” is not running; these are: {running:clock}; choose again",
        ),
        Words(
            "“{clock:clock}”期限现在没有运行，也没有其他正在运行的期限",
            "The time limit “{clock:clock}” is not running, and no other is",
        ),
    ),
    "clock.no_pausing": Words(
        "本委员会的规则不允许中止计时；确有需要的，请延长期限并说明理由",
        "This committee's rules do not let a clock stop; extend the time limit, with reasons, if need be",
    ),
    "clock.none_pausable": Words("本事项现在没有可以中止的期限", "No time limit of this case can be paused at present"),
    "clock.not_pausable": Words(
        "“{clock:clock}”期限不能中止，或者已经中止",
        "The time limit “{clock:clock}” cannot be paused, or is paused already",
    ),
    "clock.none_paused": Words("本事项现在没有已中止的期限", "No time limit of this case is paused"),
    "clock.not_paused": Words(
        "“{clock:clock}”期限没有中止，无需恢复",
        "The time limit “{clock:clock}” is not paused, so it need not be resumed",
    ),
}
