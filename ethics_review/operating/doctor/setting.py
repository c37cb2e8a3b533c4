"""The settings, as far as a wrong one opens a door. Values of secrets are never told."""

from collections.abc import Iterator

from django.conf import settings

from ethics_review.operating.doctor.finding import Finding, broken, fine, warning
from regulations.words import Words

LONG_ENOUGH, VARIED_ENOUGH = 50, 5


def examine() -> Iterator[Finding]:
    yield _key()
    if settings.DEBUG:
        yield broken(
            "settings.debug",
            Words("DEBUG 已开启。", "DEBUG is on."),
            why=Words("错误页会显示程序内容与设置。", "Error pages show program text and settings."),
            remedy=Words("取消 DEBUG。", "Unset DEBUG."),
        )
    else:
        yield fine("settings.debug", "DEBUG 已关闭。", "DEBUG is off.")
    yield from _address()
    if "*" in settings.ALLOWED_HOSTS:
        yield _any_host()


def _key() -> Finding:
    key = settings.SECRET_KEY
    if len(key) >= LONG_ENOUGH and len(set(key)) >= VARIED_ENOUGH:
        return fine("settings.key", "SECRET_KEY 已设置，长度足够。", "SECRET_KEY is set and long enough.")
    return warning(
        "settings.key",
        Words("SECRET_KEY 太短或过于单一。", "SECRET_KEY is short or monotonous."),
        why=Words("会话签名可能被猜出。", "Signatures of sessions could be guessed."),
        remedy=Words("用 openssl rand -base64 48 生成新的。", "Make another: openssl rand -base64 48."),
    )


def _address() -> Iterator[Finding]:
    if settings.PUBLIC is None:
        yield warning(
            "settings.address",
            Words("没有设置 PUBLIC_URL，只有本机可以访问。", "PUBLIC_URL is not set: only this machine is answered."),
            why=Words("邮件中的链接只在本机有效。", "Links in letters work on this machine only."),
            remedy=Words("面向单位使用时设置 PUBLIC_URL。", "Set PUBLIC_URL for an institution."),
        )
        return
    yield fine("settings.address", f"对外地址：{settings.PUBLIC_URL}", f"People use {settings.PUBLIC_URL}.")
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
        yield fine("settings.cookies", "会话 cookie 只经加密连接发送。", "Cookies go over encrypted connections only.")
    else:
        yield _unencrypted()
    if settings.EMBEDDED:
        yield _embedded()


def _unencrypted() -> Finding:
    return broken(
        "settings.cookies",
        Words("对外地址不是 https，会话 cookie 未受保护。", "PUBLIC_URL is not https: sessions are unprotected."),
        why=Words("途中任何人都可读取材料、冒用会话。", "Anybody on the way can read, and take over sessions."),
        remedy=Words(
            "在前面设置带证书的代理，并改用 https:// 地址。", "Put a proxy with a certificate in front; use https://."
        ),
    )


def _embedded() -> Finding:
    return warning(
        "settings.database",
        Words("对外服务却使用内置数据库 SQLite。", "Others are served from the embedded database, SQLite."),
        why=Words("只能有一台机器，同一时刻只有一个写入者。", "One machine only, and one writer at a time."),
        remedy=Words(
            "单位使用时请设置 DATABASE_URL（PostgreSQL）。", "Set DATABASE_URL (PostgreSQL) for an institution."
        ),
    )


def _any_host() -> Finding:
    return warning(
        "settings.hosts",
        Words("ALLOWED_HOSTS 含有 *。", "ALLOWED_HOSTS contains *."),
        why=Words("可伪造主机名，使链接指向别处。", "A forged host name would lead links elsewhere."),
        remedy=Words("逐一列出主机名。", "List the host names."),
    )
