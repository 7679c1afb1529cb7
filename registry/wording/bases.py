"""Words of the legal-basis library."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    "bases.unknown": N_("法律依据库中没有 {basis}"),
    "bases.verified": N_("条文已核对"),
    "bases.unverified": N_("条文未核对，文书只能作草稿"),
    "bases.county_may": N_("县级可以适用"),
    "bases.county_may_not": N_("县级不得直接适用，须报请或移送"),
    "bases.county_unknown": N_("县级能否适用，须对照本办职权核对"),
    "bases.level_law": N_("法律"),
    "bases.level_regulation": N_("行政法规"),
    "bases.level_rule": N_("部门规章"),
    "bases.level_normative": N_("规范性文件"),
    "bases.role_prohibits": N_("禁止性规定"),
    "bases.role_empowers": N_("职权规定"),
    "bases.role_platform": N_("平台义务"),
    "bases.role_procedure": N_("程序规定"),
    "bases.role_principle": N_("原则规定"),
    "bases.summary": N_("条文大意（非原文）"),
    "bases.text_missing": N_("请抄录条文原文。"),
    "bases.coverage_missing": N_("请写明适用范围。"),
    "bases.competence_missing": N_("请写明本办权限。"),
}
