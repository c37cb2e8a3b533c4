"""What became of a delivery to a webhook, and why: for the owner who has to mend the receiver."""

from collections.abc import Mapping

from ledger.models import Delivery, Webhook
from regulations.words import Words

FATES: Mapping[str, Words] = {
    Delivery.Fate.WAITING: Words("等待发送", "waiting"),
    Delivery.Fate.DELIVERED: Words("已送达", "delivered"),
    Delivery.Fate.FAILED: Words("发送失败", "failed"),
    Delivery.Fate.SET_ASIDE: Words("不再发送", "set aside"),
}
REASONS: Mapping[str, Words] = {
    "address": Words("地址无法使用", "the address cannot be used"),
    "userinfo": Words("地址中含有用户名或者密码", "the address holds a user name or a password"),
    "unresolved": Words("找不到主机", "the host cannot be found"),
    "not_public": Words("主机不在公共网络上", "the host is not on the public internet"),
    "not_encrypted": Words("地址没有加密", "the address is not encrypted"),
    "connection": Words("无法连接接收方，或者连接中断", "the receiver cannot be reached, or hung up"),
    "certificate": Words("接收方的证书无效", "the receiver's certificate is not valid"),
    "encryption": Words("无法建立加密连接", "no encrypted connection could be made"),
    "timeout": Words("接收方没有在限定时间内答复", "the receiver did not answer in time"),
    "redirect": Words(
        "接收方要求转到另一地址，不予跟随", "the receiver points to another address, which is not followed"
    ),
    "status": Words("接收方没有接受", "the receiver did not accept it"),
    "gone": Words("接收方表示该地址不再使用", "the receiver says that the address is gone"),
    "secret": Words("密钥无法读取，请更换", "the secret cannot be read; rotate it"),
    "internal": Words("系统内部错误，请告知运维人员", "a fault of this system; tell its operator"),
    "disabled": Words("网络回调已经停用", "the webhook is switched off"),
    "not_visible": Words("已无权知悉该事项", "the matter may no longer be seen"),
    "too_large": Words("内容过大", "too large to be sent"),
}
DISABLED: Mapping[str, Words] = {
    Webhook.Disabled.BY_OWNER: Words("由本人停用", "switched off by you"),
    Webhook.Disabled.GONE: Words("接收方表示该地址不再使用", "the receiver said that the address is gone"),
    Webhook.Disabled.FAILING: Words("连续五天没有送达", "nothing got through for five days"),
}
PING = Words("测试", "Test event")


def reason(delivery: Delivery, language: str) -> str:
    """Why it did not arrive at the latest try; "" where nothing was wrong."""
    words = REASONS.get(delivery.reason)
    return delivery.reason if words is None else words.in_language(language)
