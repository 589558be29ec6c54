"""Words for the options of levers: they are declared as names, which stand in scenario files; a page says them in its language."""

from __future__ import annotations

from ...model.ground.text import Text

WORDS: dict[str, Text] = {
    name: Text(*said)
    for name, said in {
        "none": ("none", "无"),
        "honour": ("honour", "荣誉"),
        "points": ("points", "积分"),
        "money": ("money", "现金"),
        "committee": ("the committee decides", "由居委会决定"),
        "majority": ("majority", "过半数"),
        "owners": ("as the law says for owners", "按业主表决规则"),
        "two thirds": ("two thirds", "三分之二"),
        "nine tenths": ("nine tenths", "十分之九"),
        "all": ("all", "全体"),
        "hall": ("the hall", "评理堂"),
        "council": ("the council", "议事会"),
        "appointed": ("appointed", "指定"),
        "elected": ("elected", "选举"),
        "lot": ("by lot", "抽签"),
        "same": ("the same as before", "沿用原有成员"),
        "households": ("households", "住户"),
        "gate": ("the gate", "楼门"),
        "building": ("the building", "楼栋"),
        "compound": ("the compound", "小区"),
        "spread": ("spread out", "分散布置"),
        "edge": ("at the edge", "布置在边缘"),
        "office": ("office hours", "工作时间"),
        "late": ("late hours", "晚间"),
        "both": ("both", "两者皆有"),
        "yard": ("in the yard", "院内"),
        "windows": ("below the windows", "窗下"),
        "posted": ("posted", "张贴公示"),
        "talks": ("talks", "协商"),
        "delegates": ("delegates", "代表"),
        "acquaintances": ("acquaintances", "熟人"),
        "price": ("at a price", "收费"),
        "free": ("free", "免费"),
        "beside": ("beside", "相邻办公"),
        "strict": ("strict", "严格"),
        "simple": ("simple", "简化"),
        "record": ("by record", "按以往表现"),
        "new": ("to new ones", "优先新组织"),
        "willing": ("where people are willing", "居民愿意处"),
        "target": ("to a target", "按指标"),
        "voters": ("voters", "选民"),
        "local": ("locals", "本地户籍"),
        "signed": ("those who signed up", "登记者"),
        "company": ("the property company", "物业公司"),
        "covenant company": ("made in company", "在聚会中共同订立"),
        "door": ("from door to door", "逐户通知"),
        "mouth": ("by word of mouth", "口口相传"),
        "neighbours": ("neighbours", "邻居"),
        "settled": ("the settled ones", "老住户"),
        "notices": ("for notices only", "仅发通知"),
        "open": ("open to talk", "可以交谈"),
    }.items()
}


def said_option(name: str, language: str, lever: str = "") -> str:
    """Return an option in words, of a lever by name where it means something else there; what somebody else's mechanism declares, as it was declared."""
    said = WORDS.get(f"{lever} {name}") or WORDS.get(name)
    return name if said is None else said.say(language)
