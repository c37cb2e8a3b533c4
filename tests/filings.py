"""Applications as somebody would file them: complete, and changed where a test wants them otherwise."""

from typing import Any

EXEMPTING = {
    "regime": "algorithm-filing",
    "number": "网信算备510100000000001号",
    "status": "filed",
    "date": "2026-05-01",
    "ethics_is_a_condition": True,
}


def filing(**changed: Any) -> dict[str, Any]:
    """A complete application; parts of it can be replaced, and left out by None."""
    whole = {
        "title": {"zh": "社区诊所分诊助手研发", "en": "Triage assistant for community clinics"},
        "unit": "川岭大学",
        "responsible_person": {"name": "沈若水", "title": "教授", "training_certificate": "KJLL-2026-0001"},
        "lead_or_partner": "lead",
        "period": {"start": "2026-09-01", "end": "2028-08-31"},
        "funding": "省级科研项目",
        "plan": {
            "background": "基层诊所分诊压力大",
            "purpose": "提示就诊优先级，不替代诊断",
            "algorithm": "梯度提升树与规则校验",
            "data": {"sources": ["脱敏门诊记录"], "acquisition": "合作医院书面授权"},
            "testing": "回顾性验证与前瞻性对照",
            "products": ["分诊助手"],
            "fields_of_use": "基层医疗",
            "user_groups": ["全科医生"],
        },
        "risk_assessment": {
            "risks": [
                {
                    "name": "误判优先级",
                    "layer": "application",
                    "likelihood": "low",
                    "severity": "medium",
                    "affected": "候诊者",
                    "control": "人工复核",
                    "residual": "low",
                    "owner": "算法组",
                }
            ],
            "minimal_risk_claimed": False,
            "listed_claim": [],
            "monitoring": "每月复盘误判",
            "emergency_plan": "一键停用并转人工",
        },
        "commitment": {"signed_by": "沈若水", "signed_on": "2026-06-01"},
        "conflict_statement": "无",
    }
    return {name: part for name, part in (whole | changed).items() if part is not None}


def risks(**changed: Any) -> dict[str, Any]:
    """The risk assessment of a complete application with some of its answers changed."""
    return filing()["risk_assessment"] | changed


MINIMAL = {"risk_assessment": risks(minimal_risk_claimed=True, minimal_risk_reason="仅用公开数据")}
URGENT = {
    "urgency": {"event": "地震", "requested_by": "应急管理局", "grade": "I", "reason": "搜救窗口期"},
}
