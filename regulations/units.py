"""What time limits and their reminders are counted in (期间单位)."""

from enum import StrEnum


class Unit(StrEnum):
    """What a length is counted in. `DAYS` are calendar days."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    FIXED_DATE = "fixed_date"


UNIT_WORDS = {
    Unit.HOURS: ("小时", "hour"),
    Unit.DAYS: ("日", "calendar day"),
    Unit.WORKING_DAYS: ("个工作日", "working day"),
    Unit.MONTHS: ("个月", "month"),
}
