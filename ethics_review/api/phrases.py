"""What the API says of a request rather than of the law: the title and the explanation of each kind of problem."""

from dataclasses import dataclass

from regulations.words import Words


@dataclass(frozen=True)
class Kind:
    """A kind of problem (RFC 9457): its status, its title, and what to do about it where nothing more is known."""

    name: str
    status: int
    title: Words
    detail: Words

    @property
    def type(self) -> str:
        return f"urn:ethics-review:problem:{self.name}"


def _kind(name: str, status: int, zh: tuple[str, str], en: tuple[str, str]) -> Kind:
    return Kind(name, status, Words(zh[0], en[0]), Words(zh[1], en[1]))


KINDS = {
    kind.name: kind
    for kind in (
        _kind(
            "malformed",
            400,
            ("请求无法读取", "请检查格式、编码（UTF-8）和完整性。"),
            ("The request cannot be read", "Check that it is well formed, in UTF-8 and complete."),
        ),
        _kind(
            "unauthenticated",
            401,
            ("尚未登录", "请先登录，或者在 Authorization 中出示有效的令牌。"),
            ("Not signed in", "Sign in, or send a valid token in Authorization."),
        ),
        _kind(
            "wrong_credentials",
            401,
            ("登录失败", "用户名或密码不对，请核对。"),
            ("Sign-in failed", "The user name or the password is wrong. Check them."),
        ),
        _kind(
            "forbidden",
            403,
            ("该凭证不能写入", "令牌只能读取，或者会话的请求缺少 X-CSRFToken。"),
            ("This credential cannot write", "The token only reads, or a request within a session lacks X-CSRFToken."),
        ),
        _kind(
            "not_found",
            404,
            ("未找到", "没有该内容，或者无权知悉。"),
            ("Not found", "There is nothing here, or nothing you may see."),
        ),
        _kind(
            "method_not_allowed",
            405,
            ("不接受该方法", "可用的方法见 Allow。"),
            ("Method not allowed", "See Allow for the methods that are."),
        ),
        _kind(
            "not_acceptable",
            406,
            ("无法以该格式答复", "请接受 application/json。"),
            ("Not acceptable", "Accept application/json."),
        ),
        _kind(
            "refused",
            409,
            ("不予办理", "理由见 refusals。"),
            ("Refused", "See refusals for the reasons."),
        ),
        _kind(
            "stale",
            412,
            ("该事项已有变化", "请重新读取后再办理。"),
            ("The matter has changed", "Read it again before you act."),
        ),
        _kind(
            "too_large",
            413,
            ("请求过大", "请精简内容，最大2 MB；附件请通过文件接口上传，每个最大25 MB。"),
            (
                "The request is too large",
                "Shorten it to 2 MB; send documents to their own address, each of up to 25 MB.",
            ),
        ),
        _kind(
            "unsupported_media_type",
            415,
            ("不能读取该类型的内容", "请按接口文档所列的类型发送。"),
            ("Unsupported media type", "Send one of the types the documentation names."),
        ),
        _kind(
            "invalid",
            422,
            ("所填内容有误", "各处问题见 errors。"),
            ("The input is wrong", "See errors for every problem."),
        ),
        _kind(
            "too_many_requests",
            429,
            ("请求过于频繁", "请在 Retry-After 所示的秒数之后再试。"),
            ("Too many requests", "Try again after the seconds Retry-After says."),
        ),
        _kind(
            "broken",
            500,
            ("系统出现故障", "未作任何更改，请稍后再试。"),
            ("Something broke", "Nothing was changed. Try again later."),
        ),
    )
}
