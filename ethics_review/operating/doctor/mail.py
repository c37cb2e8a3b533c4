"""The mail server, as the relay would use it: connect, greet, encrypt, sign in. A letter goes only if asked for."""

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from ethics_review.operating.doctor.finding import Finding, broken, fine, warning
from regulations.words import Words

AREA = "mail"
WHY = Words("通知只出现在收件箱内，没有人会收到邮件。", "Notices stay in the inbox: nobody gets a letter.")


def examine(*, address: str = "") -> Iterator[Finding]:
    if settings.EMAIL_BACKEND != "ledger.mailing.Backend":
        yield warning(
            AREA,
            Words(
                "没有设置邮件服务器，邮件只存入数据目录的 letters 文件夹。",
                "No mail server is set: letters are laid in the folder letters of DATA_DIR.",
            ),
            why=WHY,
            remedy=Words("设置 EMAIL_URL。", "Set EMAIL_URL."),
        )
        return
    server = get_connection()
    try:
        server.open()
        yield fine(AREA, f"邮件服务器可用：{_server()}", f"The mail server takes our letters: {_server()}")
        if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
            yield _unencrypted()
        if address:
            subject = "邮件测试 · A test of the mail server"
            server.send_messages([EmailMessage(subject, "manage.py doctor --mail", to=[address])])
            yield fine("mail.letter", "测试邮件已交给邮件服务器。", "The mail server has taken the test letter.")
    except (smtplib.SMTPException, OSError) as error:
        yield _refused(error)
    finally:
        server.close()


def _server() -> str:
    kind = "STARTTLS" if settings.EMAIL_USE_TLS else "TLS" if settings.EMAIL_USE_SSL else "SMTP"
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} ({kind})"


def _unencrypted() -> Finding:
    return warning(
        "mail.encryption",
        Words("与邮件服务器的连接未加密。", "The connection to the mail server is not encrypted."),
        why=Words("通知内容与口令可被途中读取。", "Notices and password can be read on their way."),
        remedy=Words("改用 smtp+tls:// 或 smtps://。", "Use smtp+tls:// or smtps:// in EMAIL_URL."),
    )


def _refused(error: Exception) -> Finding:
    """By the step that failed. What the server said is not repeated: it may contain the account or the address."""
    match error:
        case smtplib.SMTPAuthenticationError():
            zh, en = "邮件服务器不接受账号或口令", "The mail server does not accept the account or its password"
            remedy = Words(
                "更正 EMAIL_URL 中的账号与口令（特殊字符用 % 编码）。", "Correct both in EMAIL_URL (%-encoded)."
            )
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            zh, en = "无法与邮件服务器建立加密连接", "No encrypted connection to the mail server can be made"
            remedy = Words("核对协议与端口，并检查服务器证书。", "Check scheme and port, and the server's certificate.")
        case smtplib.SMTPRecipientsRefused() | smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            zh, en = "邮件服务器拒收测试邮件", "The mail server refuses the test letter"
            remedy = Words("核对收件地址与 EMAIL_FROM。", "Check the address, and EMAIL_FROM.")
        case _:
            zh, en = "无法连接邮件服务器", "The mail server cannot be reached"
            remedy = Words(
                "核对 EMAIL_URL 中的主机与端口，以及防火墙。", "Check host and port in EMAIL_URL, and firewalls."
            )
    kind = type(error).__name__
    return broken(AREA, Words(f"{zh}（{kind}）：{_server()}", f"{en} ({kind}): {_server()}"), why=WHY, remedy=remedy)
