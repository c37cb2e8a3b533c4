"""A complete filing, a change, and either with places changed."""

import copy

COMPLETE = {
    "id": "triage",
    "title": {"zh": "分诊模型", "en": "Triage model"},
    "unit": "某医院",
    "responsible_person": {"name": "林静", "title": "主任", "training_certificate": "KJ-1"},
    "lead_or_partner": "lead",
    "period": {"start": "2026-06-15", "end": "2027-06-14"},
    "funding": "自筹",
    "plan": {
        "background": "背景",
        "purpose": "目的",
        "algorithm": "算法",
        "data": {"sources": ["病历"], "acquisition": "书面授权"},
        "testing": "盲测",
        "products": ["服务"],
        "fields_of_use": "急诊",
        "user_groups": ["医生"],
    },
    "risk_assessment": {
        "risks": [
            {
                "name": "误判",
                "layer": "inherent",
                "likelihood": "low",
                "severity": "high",
                "affected": "患者",
                "control": "人工复核",
                "residual": "low",
                "owner": "质控科",
            }
        ],
        "minimal_risk_claimed": False,
        "listed_claim": [],
        "monitoring": "每日抽检",
        "emergency_plan": "停用",
    },
    "commitment": {"signed_by": "林静", "signed_on": "2026-05-28"},
    "conflict_statement": "无。",
}
CHANGE = {
    "amends": "triage",
    "title": {"zh": "变更", "en": "Change"},
    "unit": "某医院",
    "responsible_person": {"name": "林静", "title": "主任", "training_certificate": "KJ-1"},
    "change": {"what": "增加英文", "affects_risk_benefit": False, "reason": "需要"},
    "commitment": {"signed_by": "林静", "signed_on": "2026-05-28"},
}
GONE = object()


def filing(base=COMPLETE, **changes):
    """A complete filing with some places changed (`plan__data__sources=[]`), or taken out (`GONE`)."""
    made = copy.deepcopy(base)
    for place, value in changes.items():
        *around, name = place.split("__")
        part = made
        for step in around:
            part = part[int(step) if step.isdecimal() else step]
        if value is GONE:
            del part[name]
        else:
            part[name] = copy.deepcopy(value)
    return made


def paths(found):
    return [one.path for one in found]
