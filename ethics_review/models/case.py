"""The case (审查事项): one AI activity under review, pinned to the pack under which it was accepted."""

from django.conf import settings
from django.db import models
from django_fsm import FSMField

from accounts.models import Institution
from committees.models import Committee
from ethics_review.fsm import Permitted, move
from ethics_review.visibility import CaseQuerySet
from regulations.vocabulary import Procedure, State


def states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in State]


class CaseNumber(models.Model):
    """The last number given out in a year. Locked while the next one is taken."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"


class Case(Permitted):
    """One line per move below; what each allows, asks and brings about stands in the pack.

    `version` counts writes and is the ETag. `prior_state` is where an appeal came from. `listed` is null until the
    committee has determined it, then the numbers of the annex items, empty when none applies.
    `amends` is the activity in force that this case changes, `activity` the first case of the same activity (null for
    that one), `filed_as` the identifier its applicant gave it.
    """

    number = models.CharField(max_length=16, unique=True)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    amends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    activity = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filed_as = models.CharField(max_length=300, blank=True, db_index=True)
    pack_id = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=64)
    pinned_at = models.DateTimeField(null=True, blank=True)
    state = FSMField(default=State.DRAFT.value, choices=states, protected=True, db_index=True)
    prior_state = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveIntegerField(default=1)
    procedure = models.CharField(max_length=16, blank=True)
    ground = models.CharField(max_length=40, blank=True)
    listed = models.JSONField(null=True, blank=True)
    completion_notices = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    submit = move("submit")
    withdraw = move("withdraw")
    request_completion = move("request_completion")
    resubmit = move("resubmit")
    accept = move("accept")
    decline = move("decline")
    determine_list = move("determine_list")
    grant_exemption = move("grant_exemption")
    declare_interest = move("declare_interest")
    assign_reviewers = move("assign_reviewers")
    submit_worksheet = move("submit_worksheet")
    convert_to_general = move("convert_to_general")
    convene = move("convene")
    open_ballot = move("open_ballot")
    cast_vote = move("cast_vote")
    close_ballot = move("close_ballot")
    issue_decision = move("issue_decision")
    confirm_modifications = move("confirm_modifications")
    pass_preliminary = move("pass_preliminary")
    apply_re_examination = move("apply_re_examination")
    accept_re_examination = move("accept_re_examination")
    form_panel = move("form_panel")
    give_opinion = move("give_opinion")
    register = move("register")
    confirm_registration = move("confirm_registration")
    report_change = move("report_change")
    report_incident = move("report_incident")
    report_progress = move("report_progress")
    conclude_follow_up = move("conclude_follow_up")
    suspend = move("suspend")
    resume = move("resume")
    terminate = move("terminate")
    complete = move("complete")
    appeal = move("appeal")
    rule_on_appeal = move("rule_on_appeal")
    extend = move("extend")
    pause_clock = move("pause_clock")
    resume_clock = move("resume_clock")

    class Meta:
        indexes = [
            models.Index(fields=["committee", "state"], name="case_committee_state"),
            models.Index(fields=["institution"], name="case_institution"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(procedure__in=["", *(procedure.value for procedure in Procedure)]),
                name="case_procedure_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_zh}"

    @property
    def stream(self) -> str:
        return f"case:{self.number}"
