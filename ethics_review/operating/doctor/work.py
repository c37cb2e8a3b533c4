"""Broker, workers and beat, and whether what they should do is done."""

import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from redis import Redis
from redis.exceptions import RedisError

from ethics_review.operating import figures, lags, signs
from ethics_review.operating.doctor.database import SKEW, skewed
from ethics_review.operating.doctor.finding import Finding, broken, fine, warning
from ethics_review.operating.models import SILENT, Kind
from ethics_review.operating.tasks import answer
from ledger.models import Delivery, Message, Webhook
from regulations.words import Words

STEP = 0.1  # seconds
TRIES = 10
"""After so many tries, some days, a letter will hardly go out by itself."""
LATELY = timedelta(days=7)
"""What came to nothing longer ago is still in the lists, and no more news."""
DELAYED = Words("期限的提醒与通知会推迟，但不会丢失。", "Reminders and notices come late; none is lost.")
START = Words(
    "启动工作进程与定时进程（manage.py up，或 docker compose up -d）。",
    "Start worker and beat (manage.py up, or docker compose up -d).",
)


def examine(*, now: datetime, patience: float) -> Iterator[Finding]:
    depth = figures.queue_depth()
    if depth is None:
        yield _no_broker()
    else:
        yield fine("broker", f"消息队列可用，等待中的任务 {depth} 个。", f"The broker answers; {depth} tasks wait.")
        if settings.REDIS:
            yield from _clock_of_redis()
    processes = [(kind, signs.age(kind=kind, now=now)) for kind in (Kind.WORKER, Kind.BEAT)]
    yield from (_process(kind, age) for kind, age in processes)
    if depth is not None and _lives(processes[0][1]):
        yield _round_trip(now, patience)
    yield _lag("sweeper", Words("期限巡查", "The sweeper"), lags.unswept(now=now))
    yield _lag("relay", Words("邮件投递", "The relay"), lags.unsent(now=now))
    yield _lag("webhooks", Words("网络回调投递", "Delivery to webhooks"), lags.undelivered(now=now))
    yield _letters(now)
    yield _events(now)


def _no_broker() -> Finding:
    remedy = Words("检查 REDIS_URL，并确认 Redis 已启动。", "Check REDIS_URL, and that Redis is running.")
    return broken("broker", Words("消息队列无响应。", "The broker does not answer."), why=DELAYED, remedy=remedy)


def _clock_of_redis() -> Iterator[Finding]:
    try:
        with Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=5, socket_timeout=5) as redis:
            seconds, micros = redis.time()
    except RedisError:
        return
    skew = seconds + micros / 1e6 - time.time()
    if abs(skew) > SKEW:
        yield skewed("broker.clock", Words("Redis", "Redis"), skew)
    else:
        yield fine("broker.clock", "Redis 与本进程的时钟一致。", "The clocks of Redis and process agree.")


def _lives(age: int | None) -> bool:
    return age is not None and age <= SILENT.total_seconds()


def _process(kind: Kind, age: int | None) -> Finding:
    zh, en = {Kind.WORKER: ("工作进程", "Worker"), Kind.BEAT: ("定时进程", "Beat")}[kind]
    if age is None:
        what = Words(f"没有{zh}在运行。", f"{en}: none is running.")
    elif _lives(age):
        return fine(kind, f"{zh}在 {age} 秒前有存活信号。", f"{en}: last sign of life {age} s ago.")
    else:
        what = Words(f"{zh}已 {age} 秒没有存活信号。", f"{en}: no sign of life for {age} s.")
    return broken(kind, what, why=DELAYED, remedy=START)


def _round_trip(now: datetime, patience: float) -> Finding:
    """Through the queue everybody's work goes through, and back by way of the database."""
    probe, since = secrets.token_hex(16), time.monotonic()
    signs.ask(probe=probe, now=now)
    answer.apply_async((probe,), expires=patience, retry=False)
    while time.monotonic() - since < patience:
        if signs.answered(probe=probe):
            taken = time.monotonic() - since
            return fine(
                "broker.round_trip", f"测试任务 {taken:.1f} 秒完成。", f"A probe was dealt with in {taken:.1f} s."
            )
        time.sleep(STEP)
    signs.answer(probe=probe)
    return broken(
        "broker.round_trip",
        Words(f"测试任务 {patience:.0f} 秒内未被处理。", f"A probe was not dealt with within {patience:.0f} s."),
        why=DELAYED,
        remedy=Words("查看工作进程的日志；它可能忙于长任务或已停住。", "Read the worker's log: it is busy, or hangs."),
    )


def _lag(area: str, who: Words, seconds: int) -> Finding:
    if seconds <= lags.TOLERATED.total_seconds():
        return fine(f"lag.{area}", f"{who.zh}延迟 {seconds} 秒。", f"{who.en} is {seconds} s behind.")
    what = Words(f"{who.zh}延迟 {seconds} 秒。", f"{who.en} is {seconds} s behind.")
    return broken(f"lag.{area}", what, why=DELAYED, remedy=START)


def _letters(now: datetime) -> Finding:
    """Why a letter did not go out stands in its row, for the admin pages; addresses are not repeated here."""
    waiting, came_to_nothing = Q(mail=Message.Mail.WAITING), [Message.Mail.BOUNCED, Message.Mail.GIVEN_UP]
    held, stuck, dead, aside = Message.objects.aggregate(
        held=Count("pk", filter=waiting & Q(attempts__gt=0) & ~Q(failed_reason="")),
        stuck=Count("pk", filter=waiting & Q(attempts__gte=TRIES)),
        dead=Count("pk", filter=Q(mail__in=came_to_nothing, created_at__gte=now - LATELY)),
        aside=Count("pk", filter=Q(mail=Message.Mail.SET_ASIDE)),
    ).values()
    told = Words(
        f"待重试邮件 {held} 封，其中屡次失败 {stuck} 封；"
        f"近 {LATELY.days} 日退回或者放弃 {dead} 封；不再投递 {aside} 封。",
        f"Letters: {held} wait for another try, {stuck} of them failed {TRIES} times or more; {dead} of the last"
        f" {LATELY.days} days were returned or given up; {aside} are set aside.",
    )
    if not held and not dead:
        return fine("mail.letters", told.zh, told.en)
    return warning(
        "mail.letters",
        told,
        why=Words("收件人只能在收件箱内看到通知。", "The recipients see these notices in their inbox only."),
        remedy=Words(
            "在案件的投递情况页或者管理页的消息列表查看原因；排除后重发。",
            "The deliveries of the case and the list of messages in the admin pages say why; then send again.",
        ),
    )


def _events(now: datetime) -> Finding:
    """Whose webhooks fail stands in the rows; addresses are not repeated here."""
    held, dead = Delivery.objects.aggregate(
        held=Count("pk", filter=Q(fate=Delivery.Fate.WAITING, attempts__gt=0) & ~Q(reason="")),
        dead=Count("pk", filter=Q(fate=Delivery.Fate.FAILED, tried_at__gte=now - LATELY)),
    ).values()
    used, off = (
        Webhook.objects.filter(ended_at__isnull=True)
        .aggregate(
            used=Count("pk", filter=Q(active=True)),
            off=Count(
                "pk",
                filter=Q(active=False, disabled_at__gte=now - LATELY) & ~Q(disabled_reason=Webhook.Disabled.BY_OWNER),
            ),
        )
        .values()
    )
    told = Words(
        f"启用的网络回调 {used} 个；待重试事件 {held} 个；近 {LATELY.days} 日停止重试的事件 {dead} 个，"
        f"因屡次失败而停用的回调 {off} 个。",
        f"Webhooks: {used} in use; {held} events wait for another try; in the last {LATELY.days} days {dead} events"
        f" were given up and {off} webhooks switched off because they failed.",
    )
    if not (held or dead or off):
        return fine("webhooks", told.zh, told.en)
    return warning(
        "webhooks",
        told,
        why=Words("接收方的系统没有得到这些通知。", "The receivers' systems have not learnt of these notices."),
        remedy=Words(
            "回调的所有人可在其投递记录中查看原因，并重发。",
            "The owners of the webhooks see why in their list of deliveries, and can send again.",
        ),
    )
