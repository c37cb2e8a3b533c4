"""Why a step of the procedure is refused: state and role, application, list, interests, review, meeting."""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

from regulations.words import Words

PHRASES: dict[str, Words | tuple[Words, ...]] = {
    # State and role
    "state.not_here": (
        Words(
            "本事项现为“{state:state}”，只有在“{sources:state}”时才能办理此项：{latest:entry}；请刷新页面，按现在的状态继续办理",
            "The case is now “{state:state}”, and this step can only be taken while it is “{sources:state}”: {latest:entry}; reload the page and go on from there",
        ),
        Words(
            "本事项现为“{state:state}”，只有在“{sources:state}”时才能办理此项；请按现在的状态继续办理",
            "The case is now “{state:state}”, and this step can only be taken while it is “{sources:state}”; go on from its present state",
        ),
    ),
    "role.not_yours": (
        Words(
            "此项由{needs:role}办理，您在本事项中的身份是{has:role}；请由有权办理的人员办理",
            "This step is for: {needs:role}. Your part in this case is: {has:role}; leave it to whoever may take it",
        ),
        Words(
            "此项由{needs:role}办理，您在本事项中没有这一身份；请由有权办理的人员办理",
            "This step is for: {needs:role}. You have no such part in this case; leave it to whoever may take it",
        ),
    ),
    "roles.own_matter": (
        Words(
            "{names}是本事项的科技活动负责人，任何人不得审查自己的活动；请另行指定人员",
            "Nobody reviews their own matter, and {names} leads this activity; name somebody else",
        ),
        Words(
            "您是本事项的科技活动负责人，不得以委员会人员身份办理自己的事项；请由其他人员办理",
            "You lead this activity, and nobody acts for the committee in their own matter; leave it to somebody else",
        ),
    ),
    # Application and completeness
    "pack.gone": Words(
        "本事项受理时所依据的规则包{pack}第{version}版没有安装，任何办理都已停止；请联系系统管理员安装该版本",
        "Version {version} of the pack {pack}, under which this case was accepted, is not installed and nothing can be done; have the operator install it",
    ),
    "committee.pack_gone": Words(
        "委员会所按办法的规则包{pack}没有安装，本事项的任何办理都已停止；请联系系统管理员安装",
        "The pack {pack}, under which the committee reviews, is not installed and nothing can be done; have the operator install it",
    ),
    "pack.not_in_force": Words(
        "规则包{pack}在{on:day}不在施行中，不能据以受理事项，委员会也不能采用；请采用正在施行的办法",
        "The pack {pack} is not in force on {on:day}: nothing is accepted under it and no committee adopts it; adopt one that is in force",
    ),
    "pack.settings_unfit": Words(
        "委员会自定的事项{settings}不符合规则包{pack}；请先修改这些设置",
        "What the committee has set itself does not fit the pack {pack}: {settings}; change these settings first",
    ),
    "body.no_mandate": Words(
        "本单位没有可以审查的委员会，也没有在有效期内的书面委托；请先设立委员会或书面委托审查与服务中心",
        "The unit has no committee that may review this, nor a written mandate in force; set up a committee or mandate a service centre in writing first",
    ),
    "body.centre_both": Words(
        "该服务中心与承担本活动审查的机构或者实施单位同属一个单位，不得再组织复核；请另行指定服务中心",
        "This service centre belongs to an institution that reviewed or carries out the activity and may not organise its re-examination; name another one",
    ),
    "body.re_examined": Words(
        "本机构组织过本活动的复核，不得再承担本活动或其变更的审查；请委托另一服务中心",
        "This institution organised the re-examination of the activity and may not review it or a change of it; mandate another service centre",
    ),
    "body.no_office": Words(
        "该委员会目前没有可以受理本事项的秘书或者主任委员；请联系该委员会，由单位任命后再提交",
        "The committee has neither a secretary nor a chair who could receive this; ask it to have one appointed, then submit",
    ),
    "authority.none": Words(
        "本单位所在地区没有可以组织复核的主管部门人员（参加过审查的除外）；请联系系统管理员登记主管部门后再申请",
        "No officer of an authority covers this region, or only such as took part in the review; have the operator register the authority, then apply",
    ),
    "materials.incomplete": Words(
        "申请材料缺少{missing}项：{paths:field}；请补充后再受理",
        "The application lacks {missing} item(s): {paths:field}; it can be accepted once they are supplied",
    ),
    "filing.unchanged": Words(
        "自上次提交（第{revision}版）以来申请材料没有变化；请先修改材料再提交",
        "The application has not changed since it was last submitted (revision {revision}); revise it before submitting it again",
    ),
    "filing.closed": Words(
        "本事项现为“{state:state}”，申请材料不能修改，只能在“{open_in:state}”时修改；如需修改，请联系委员会秘书",
        "The case is now “{state:state}” and its application can be changed only while it is “{open_in:state}”; ask the committee's secretary if it must be changed",
    ),
    "withdrawal.not_waiting": Words(
        "秘书和主任委员只能对逾期未答复的事项按撤回结案，而本事项目前不是在等待科技活动负责人或单位；请按程序办理",
        "The office closes as withdrawn only what has gone unanswered, and this case waits for neither applicant nor unit; take the next step of the procedure",
    ),
    "withdrawal.not_expired": Words(
        "期限于{due_on:day}届满，此后才能按撤回结案；请等待期限届满，或由科技活动负责人自行撤回",
        "The time to answer runs until {due_on:day}, and the office may close the case only after it; wait until then, or let the applicant withdraw it",
    ),
    "withdrawal.appeal_open": Words(
        "申诉期至{due_on:day}为止，此前不能按撤回结案；请等待申诉期届满",
        "The decision may be appealed until {due_on:day}; the office may close the case only after that",
    ),
    "completion.nothing_missing": Words(
        "申请材料没有缺项，补正通知也没有列明其他事项；请直接受理，或者列明需要补正的事项",
        "The application lacks nothing and the notice names no further item; accept it, or name what must be supplied",
    ),
    "completion.second_notice": Words(
        "补正事项应当一次性告知，最多{allowed}次，现已告知{given}次；确需再次通知的，请写明法定事由",
        "Everything missing is named in one notice: {allowed} allowed, {given} given; state the legal reason if a further one is needed",
    ),
    "decline.no_notice": Words(
        "以材料不符合要求为由不予受理前，应当先发出补正通知；请先通知补正",
        "An application is not declined for its materials before a completion notice has been given; request completion first",
    ),
    # Procedure
    "emergency.not_urgent": Words(
        "申请材料没有说明紧急情况，不能适用应急程序；请选择其他程序，或请申请人补充紧急情况说明",
        "The application states no urgency, so the emergency procedure cannot be used; choose another one, or have the applicant state the urgency",
    ),
    "emergency.no_field_expert": Words(
        "到会人员中没有相关领域的委员或受邀专家；请邀请一名相关领域专家到会后再开始表决",
        "Nobody from the field takes part, neither a member nor an invited adviser; have one join the meeting before the ballot opens",
    ),
    "simplified.no_ground": (
        Words(
            "“{given}”不是适用简易程序的情形；请从以下情形中选择：{allowed:simplified.grounds}",
            "“{given}” is no ground for the simplified procedure; choose one of these: {allowed:simplified.grounds}",
        ),
        Words(
            "没有写明适用简易程序的情形；请从以下情形中选择：{allowed:simplified.grounds}",
            "No ground for the simplified procedure is given; choose one of these: {allowed:simplified.grounds}",
        ),
    ),
    "simplified.ground_not_shown": Words(
        "申请材料没有支持“{given:simplified.grounds}”这一情形；请选择其他情形或者一般程序",
        "The application does not show the ground “{given:simplified.grounds}”; choose another ground or the general procedure",
    ),
    "simplified.listed": Words(
        "活动属于清单第{items}项，首次审查不适用简易程序；请采用一般程序，已经适用简易程序的请先转为一般程序",
        "The activity falls under item {items} of the list, and its first review is never a simplified one; use the general procedure, or convert to it first",
    ),
    "simplified.not_simplified": Words(
        "本事项适用的不是简易程序，无需转为一般程序；请按现行程序继续办理",
        "This case is not under the simplified procedure, so there is nothing to convert; go on with the procedure it has",
    ),
    "simplified.unknown_trigger": Words(
        "“{given}”不是转为一般程序的情形；请从以下情形中选择：{known:simplified.triggers}",
        "“{given}” is no reason to convert; choose one of these: {known:simplified.triggers}",
    ),
    "simplified.must_convert": Words(
        "简易审查中出现“{trigger:simplified.triggers}”，应当转为一般程序；请先转为一般程序",
        "The simplified review has met “{trigger:simplified.triggers}” and must turn into a general one; convert it first",
    ),
    # List and exemption
    "list.undetermined": Words(
        "委员会尚未判断活动是否属于清单；请主任委员先作出清单判定并说明理由",
        "The committee has not yet determined whether the activity is on the list; the chair does so first, with reasons",
    ),
    "list.unknown_item": Words(
        "清单中没有所填的第{given}项，现有第{known}项；请重新选择",
        "The list has no item {given}; it has {known}; choose again",
    ),
    "list.after_ballot": Words(
        "本轮审查已经开始表决，表决所依据的内容不能再改；请在表决结果作出后按其办理",
        "A ballot has been opened in this round, and what it rests on can no longer be changed; go on from its result",
    ),
    "list.not_listed": Words(
        "活动没有被判定属于清单，此项只适用于清单内活动；请先作出清单判定",
        "The activity has not been determined to be on the list, and this step is for listed ones only; determine the listing first",
    ),
    "exemption.none_claimed": Words(
        "申请材料没有列明以伦理合规为条件的备案、登记或审批（{regimes:exemption.regimes}），不能免于专家复核；请申请人补充，或者申请专家复核",
        "The application names no filing, registration or approval that makes ethics compliance a condition ({regimes:exemption.regimes}); have the applicant add it, or go through re-examination",
    ),
    "exemption.none_to_renew": Words(
        "该活动批准时没有依据豁免，不存在可以更新的豁免；清单内活动须经专家复核",
        "The activity was not approved on an exemption, so there is none to renew; a listed activity is re-examined by experts",
    ),
    "exemption.unknown_regime": Words(
        "“{given}”不是可以免于专家复核的监管制度；请重新选择",
        "“{given}” is no regime that replaces re-examination; choose another one",
    ),
    "exemption.not_on_file": Words(
        "申请材料中没有编号为“{given}”、已经生效并以伦理合规为条件的备案、登记或审批；请核对编号，活动已获批准而备案换用新编号的，请申请人另行提出变更申请并列明新编号",
        "The application holds no filing, registration or approval numbered “{given}” that is in effect and makes ethics compliance a condition; check the number, or, where an approved activity was filed anew under another one, have the applicant file the change as an amendment that names it",
    ),
    "exemption.lapsed": Words(
        "免于专家复核所依据的备案、登记或审批已于{until:day}失效；请提供有效的编号，或者申请专家复核",
        "The filing, registration or approval that replaced re-examination lapsed on {until:day}; give a valid one, or go through re-examination",
    ),
    "exemption.gone": Words(
        "本活动在清单内，没有经专家复核同意，申请材料中也不再列有据以免于复核的备案、登记或审批；请在材料中补列，或者要求重新审查并复核",
        "The activity is listed, experts have not agreed, and its application no longer names the filing that replaced re-examination; name it again, or have it reviewed and re-examined",
    ),
    # Interests
    "interest.recused": (
        Words(
            "{names}已回避本事项，不参加审查、讨论和表决；请另行指定人员",
            "Recused from this matter, and so out of review, discussion and vote: {names}; name somebody else",
        ),
        Words(
            "有关人员已回避本事项，不参加审查、讨论和表决；请由其他人员办理",
            "Whoever has recused from this matter takes no part in review, discussion or vote; leave it to the others",
        ),
    ),
    "interest.undeclared": Words(
        "{names}尚未作出利益声明；请先作出声明",
        "No statement of interest has been made yet by {names}; have them make it first",
    ),
    "interest.already_declared": Words(
        "利益声明已经作出，不再重复；发现新的利益关系的，请声明存在利益关系",
        "The statement of interest has been made and is not repeated; if an interest has come up since, declare it",
    ),
    "interest.conflict_stands": Words(
        "已声明存在利益关系并回避，不能再声明没有利益关系；请由其他人员办理",
        "An interest has been declared and the recusal stands, so none can no longer be declared; leave the matter to the others",
    ),
    # Reviewers and worksheets
    "reviewers.not_voting": Words(
        "{names}不是本委员会任期内有表决权的委员；请另行指定",
        "Not voting members of this committee in term: {names}; name others",
    ),
    "reviewers.too_few": Words(
        "已指定的审查委员为{have}人，少于所需的{need}人；请补足审查委员",
        "{have} of the required {need} reviewers are named; name more",
    ),
    "reviewers.none_eligible": Words(
        "任期内、已作声明且无需回避的委员为{have}人，少于所需的{need}名审查委员；请先请委员作出利益声明",
        "{have} members are in term, have declared and keep no interest, and {need} reviewers are required; have the members declare first",
    ),
    "worksheet.submitted": Words(
        "您在本轮已经提交审查工作表，不能再次提交；补充意见请在会议上提出",
        "You have submitted your worksheet in this round and cannot submit another; raise further points at the meeting",
    ),
    "worksheet.after_ballot": Words(
        "本轮已经开始表决，不再接收审查工作表；补充意见请在会议上提出",
        "A ballot has been opened in this round and worksheets are no longer received; raise further points at the meeting",
    ),
    "worksheet.focus_missing": Words(
        "以下重点审查内容尚未评定：{missing:review.focuses}；请逐项评定",
        "These focuses have not been assessed: {missing:review.focuses}; assess every one of them",
    ),
    "worksheets.outstanding": Words(
        "应收审查工作表{need}份，已收{have}份；请待全部提交后再开始表决",
        "{have} of {need} worksheets are in; open the ballot once all of them are",
    ),
    # Meeting
    "meeting.simplified": Words(
        "简易程序由指定的委员审查，不召开会议；需要会议审议的，请先转为一般程序",
        "A simplified review is done by the named members without a meeting; convert it to the general procedure if a meeting is needed",
    ),
    "meeting.on_agenda": Words(
        "本事项已列入会议议程，无需再次列入",
        "The matter is already on the agenda of a meeting and need not be put there again",
    ),
    "meeting.not_convened": Words(
        "本事项尚未列入会议议程；请先列入议程",
        "The matter is on no meeting's agenda; put it on one first",
    ),
    "meeting.not_begun": Words(
        "会议定于{starts_at:instant}开始，现在还没有开始；请在会议开始后办理",
        "The meeting begins at {starts_at:instant} and has not begun; do this once it has",
    ),
    "meeting.presider": Words(
        "所指定的主持人不是主任委员或其指定的副主任委员，或者已回避本事项；请另行指定主持人",
        "The named presider is neither the chair nor a vice-chair the chair named, or has recused; name another one",
    ),
    "meeting.presider_not_named": Words(
        "副主任委员须由主任委员（{names}）指定才能主持；请由主任委员召集会议并指定，或者由主任委员主持",
        "A vice-chair presides only where the chair ({names}) has named them; let the chair convene the meeting, or preside",
    ),
    "meeting.no_presider": (
        Words(
            "委员会的所有委员（{names}）均须回避本事项，无人可以主持；请先补充委员",
            "Every member of the committee ({names}) keeps out of this matter and nobody can preside; appoint more first",
        ),
        Words(
            "委员会没有可以主持本事项的委员；请先补充",
            "The committee has nobody who may preside over this matter; appoint a chair or vice-chair first",
        ),
    ),
    "meeting.presider_absent": Words(
        "主持人{names}不在会场；请待主持人到会，或结束本次会议（未结束的表决随之作废）后另行召集",
        "The presider, {names}, is not in the room; wait for them, or end the meeting (which voids an open vote) and convene another",
    ),
    "meeting.video": Words(
        "本委员会的规则不允许以视频方式开会；请改为现场会议，或先修改委员会规则",
        "This committee's rules do not allow meeting by video; meet in person, or change the committee's rules first",
    ),
    "meeting.ended": Words(
        "第{meeting}次会议已经结束；请在其他会议上办理",
        "Meeting no. {meeting} has ended; do this at another meeting",
    ),
    "meeting.cancelled": Words(
        "第{meeting}次会议已经取消；请在其他会议上办理",
        "Meeting no. {meeting} has been cancelled; do this at another meeting",
    ),
    "meeting.begun": Words(
        "第{meeting}次会议定于{starts_at:instant}开始，现已开始或者已有人签到，不能再变更、取消或者答复；请由秘书按实际情况记录",
        "Meeting no. {meeting}, called for {starts_at:instant}, has begun or somebody has signed in; nothing of it is changed, called off or answered any more, so have the secretary record what happens",
    ),
    "meeting.in_past": Words(
        "所填时间{given:instant}已经过去；请填写将来的时间",
        "The time given, {given:instant}, has passed; give one to come",
    ),
    "meeting.unchanged": Words(
        "所填内容与第{meeting}次会议现有安排相同，没有变更；请核对",
        "What was sent is how meeting no. {meeting} stands already; check what is to be changed",
    ),
    "meeting.not_invited": Words(
        "您在第{meeting}次会议召开之日不在任，无需答复；如有疑问，请联系秘书",
        "You hold no seat on the day of meeting no. {meeting} and need not answer; ask the secretary if in doubt",
    ),
    "quorum.too_few": Words(
        "到会可计人数为{have}人，少于所需的{need}人；请补足到会委员后再开始表决",
        "{have} of the required {need} members who count are in the room; open the ballot once enough are",
    ),
    "quorum.categories": Words(
        "到会委员缺少以下专业背景：{missing:category}；请具有该背景的委员到会后再开始表决",
        "Those in the room lack this expertise: {missing:category}; open the ballot once members who bring it are there",
    ),
}
