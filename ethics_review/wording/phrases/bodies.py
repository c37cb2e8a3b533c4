"""What a committee lacks, and why an act on its seats, mandates, meetings and attendance is refused."""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

from regulations.words import Words

PHRASES: dict[str, Words | tuple[Words, ...]] = {
    # Composition
    "committee.name_taken": Words(
        "已有名为“{name}”的委员会；请使用其他名称", "A committee named “{name}” exists already; choose another name"
    ),
    "committee.instrument_adopted": Words(
        "委员会现在就按该办法审查，无需变更", "The committee is under this instrument already; nothing needs to change"
    ),
    "committee.instrument_superseded": Words(
        "现行的{by}自{in_force_on:day}起施行，{pack}只在其未作规定处适用，委员会不得改按其审查；请选择现行办法",
        "The instrument that applies since {in_force_on:day} is {by}, and {pack} only where it is silent; choose the former",
    ),
    "committee.too_few": Words(
        "委员会现有任期内的委员{have}人，少于所需的{need}人；请补充委员",
        "{have} of the required {need} members are in term; appoint more",
    ),
    "committee.categories": Words(
        "委员会缺少以下专业背景的委员：{missing:category}；请补充",
        "The committee lacks members of this expertise: {missing:category}; appoint them",
    ),
    "committee.one_sex": Words(
        "委员会应当有不同性别的委员，现有女性{female}人、男性{male}人；请补充",
        "Both sexes sit on the committee, and it has {female} women and {male} men; appoint accordingly",
    ),
    "committee.too_few_external": Words(
        "委员会现有非本单位的委员{have}人，少于所需的{need}人；请补充外单位委员",
        "{have} of the required {need} members come from outside the unit; appoint more of them",
    ),
    "committee.chair_count": Words(
        "委员会应当有主任委员{need}人，现有{have}人；请核对席位",
        "The committee has {need} chair, and {have} hold the seat; check the seats",
    ),
    # The annual report
    "report.year_open": Words(
        "{year}年尚未结束，最近可以报告的是{last}年；请在该年结束后提交",
        "{year} is not over, and the latest year that can be reported is {last}; submit the report once the year has ended",
    ),
    "report.before_body": Words(
        "委员会设立于{established_on:day}，{year}年没有应当报告的工作；请核对年份",
        "The body was set up on {established_on:day} and has nothing to report of {year}; check the year",
    ),
    "report.filed": Words(
        "{year}年的年度报告已经提交，不能再次提交；请核对年份",
        "The annual report for {year} has been submitted and is not submitted again; check the year",
    ),
    "committee.even": Words(
        "委员会任期内的委员为{have}人，而人数应当为单数；请增加或者减少一人",
        "{have} members are in term, and their number has to be odd; appoint one more, or one fewer",
    ),
    "committee.unsigned": Words(
        "有{unsigned}名委员尚未签署保密承诺书和利益冲突声明；请补签并登记",
        "{unsigned} members have not signed the secrecy and the interest statement; have both signed and recorded",
    ),
    # Seats
    "seat.wrong_body": Words(
        "{kind:body}不设“{position:seat}”席位：专家只在复核专家组任职，其他席位只在委员会或服务中心；请核对席位",
        "No “{position:seat}” sits on this body, a {kind:body}: experts sit on panels, and nobody else does; check the seat",
    ),
    "seat.term_reversed": Words(
        "任期结束日期{ends_on:day}早于开始日期{starts_on:day}；请核对日期",
        "The term ends on {ends_on:day}, before it starts on {starts_on:day}; check the dates",
    ),
    "seat.term_too_long": Words(
        "任期不超过{years}年，最迟到{longest:day}，所填为{given:day}；请缩短任期，届满后可以连任",
        "A term lasts at most {years} years, here to {longest:day}, and {given:day} was given; shorten it, it can be renewed",
    ),
    "seat.overlap": Words(
        "该人员在本委员会的席位任期到{until:day}，与所填任期重叠；请核对任期",
        "This person's seat on the committee runs to {until:day} and overlaps the term given; check the term",
    ),
    "seat.second_chair": Words(
        "主任委员只能有{most}人，所填任期内已有主任委员；请先结束原席位或调整任期",
        "There is {most} chair at a time, and the seat is held in the term given; end that seat first, or change the term",
    ),
    "seat.ended": Words("该席位已经提前结束", "The seat has ended early already"),
    "seat.end_outside_term": Words(
        "结束日期应当在任期之内，即{starts_on:day}至{ends_on:day}；请核对日期",
        "A seat ends within its term, from {starts_on:day} to {ends_on:day}; check the date",
    ),
    "seat.end_in_past": Words(
        "席位不得追溯结束，最早为{earliest:day}；请重新填写日期",
        "A seat is not ended in the past, at the earliest on {earliest:day}; give another date",
    ),
    "seat.signed_in_future": Words(
        "签署日期不得晚于今日{today:day}；请核对日期",
        "A statement is not signed after today, {today:day}; check the date",
    ),
    "seat.not_in_term": Words(
        "该人员的席位已不在任期内，不能参加审查和表决；请由任期内的委员办理",
        "This person's seat is no longer in term, so they neither review nor vote; leave it to members in term",
    ),
    # Training
    "training.in_future": Words(
        "培训日期不得晚于今日{today:day}；请在培训结束后登记",
        "Training is not recorded before it was held; today is {today:day}",
    ),
    "training.unproved": Words(
        "培训没有学时也没有证书编号；请至少填写一项",
        "Neither hours nor a certificate show the training; give at least one of them",
    ),
    "training.not_seated": Words(
        "该人员当前不在本委员会任职；请登记在任人员的培训",
        "This person holds no seat on the body now; record the training of those who do",
    ),
    "training.struck": Words("该培训记录已经作废", "The record of this training has been struck already"),
    # Mandates
    "mandate.not_a_centre": Words(
        "受托机构是{kind:body}，只能委托审查与服务中心；请另行选择",
        "The body mandated is of the kind “{kind:body}”, and only a service centre can be mandated; choose another one",
    ),
    "mandate.giver": Words(
        "委托方应当是一个单位，或者一名没有单位的人员，二者取一；请核对委托方",
        "A mandate is given by one unit, or by one person who belongs to none; check who gives it",
    ),
    "mandate.scope_missing": Words(
        "委托书没有写明委托范围；请填写", "The mandate does not state its scope; write it down"
    ),
    "mandate.period_reversed": Words(
        "委托期限的结束日期早于开始日期{starts_on:day}；请核对日期",
        "The mandate ends before it starts on {starts_on:day}; check the dates",
    ),
    "mandate.signed_in_future": Words(
        "委托书的签署日期晚于今天（{today:day}）；请核对日期",
        "The mandate was signed after today, {today:day}; check the date",
    ),
    # Offices
    "office.period_reversed": Words(
        "任职结束日期{ends_on:day}早于开始日期{starts_on:day}；请核对日期",
        "The office ends on {ends_on:day}, before it starts on {starts_on:day}; check the dates",
    ),
    "office.held_already": Words(
        "该人员自{since:day}起已任此职，期间重叠；请先填写原任职的结束日期",
        "This person holds the office since {since:day} and the periods overlap; give that one its last day first",
    ),
    "office.not_an_authority": Words(
        "只有主管部门才有工作人员，该机构不是主管部门；请选择主管部门，或者任命为管理人",
        "Only an authority has officers, and this institution is none; choose an authority, or make the person a manager",
    ),
    "office.end_missing": Words(
        "任职的结束日期不能删除；请填写结束日期，期满后可以重新任命",
        "The last day of an office is not taken away; give a day, and give the office anew once it has ended",
    ),
    "office.end_in_past": Words(
        "任职不能在过去的日期结束，已办事项以当时的任职为据；请填写{earliest:day}或者以后的日期",
        "An office does not end on a day that is past, since what was done rests on it; give {earliest:day} or later",
    ),
    # Agenda and attendance
    "agenda.subject_open": Words(
        "该事项已在会议议程上，尚未审议完毕；请先办结该议程",
        "The matter is on an agenda and has not been dealt with; close that item first",
    ),
    "agenda.item_closed": Words(
        "该议程已经办结；需要再次审议的，请重新列入议程",
        "This item of the agenda is closed; put the matter on an agenda again if need be",
    ),
    "attendance.in_future": Words(
        "所填时间{given:instant}还没有到；请填写实际时间",
        "The time given, {given:instant}, is yet to come; give the actual time",
    ),
    "attendance.already_in_room": Words("该人员已经签到，现在会场", "This person has signed in and is in the room"),
    "attendance.not_in_room": Words("该人员不在会场，无需签退", "This person is not in the room and need not sign out"),
    "attendance.before_arrival": Words(
        "离开时间早于到达时间；请核对时间", "The time of leaving is before that of arrival; check the times"
    ),
    "attendance.no_voting_seat": Words(
        "该人员在{on:day}没有本委员会的表决席位，不能以委员身份签到；请以其他身份签到",
        "This person holds no voting seat of the committee on {on:day} and cannot sign in as a member; sign them in otherwise",
    ),
    "attendance.voted_since": Words(
        "该人员在所填离开时间之后参加了表决；请核对时间",
        "This person took part in a vote after the time of leaving given; check the time",
    ),
}
