"""Parameters of democratic-supervision: what is open, who judges, and what is assumed of those who read, ask, judge and sign."""

from __future__ import annotations

from typing import Any, Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant, setting

Appraisers = Literal["all", "delegates", "acquaintances"]

LEVERS: dict[str, object] = {
    "committee_accounts_a_year": 0.0,
    "income_accounts_a_year": 0.0,
    "appraisals_a_year": 0.0,
    "recall": False,
    "works_a_year": 0.0,
}
"""Lever -> value of a community without the policy."""


def _people(default: int, low: int, high: int, en: str, zh: str) -> Any:
    return constant(default, unit="people", low=low, high=high, mark="assumed", en=en, zh=zh)


def _odds(default: float, en: str, zh: str, unit: str = "log-odds") -> Any:
    return assumed(default, unit, -15.0, 10.0, en, zh)


def _weeks(default: int, low: int, high: int, en: str, zh: str) -> Any:
    return setting(default, "weeks", low, high, en, zh)


class DemocraticSupervisionParameters(MechanismParameters):
    """Democratic supervision (民主监督). All levers are off by default: accounts are closed, nobody appraises, promises have no date."""

    # Levers
    committee_accounts_a_year: float = setting(0.0, "times a year and community", 0.0, 52.0, "Accounts of the residents' committee that are made public", "居委会账目每年公开次数")
    income_accounts_a_year: float = setting(0.0, "times a year and compound", 0.0, 12.0, "Accounts of the owners' common income that are made public", "公共收益账目每年公示次数")
    appraisals_a_year: float = setting(0.0, "times a year and community", 0.0, 4.0, "Meetings that appraise the committee", "每年民主评议次数")
    appraisers: Appraisers = setting("all", "all, delegates or acquaintances", None, None, "Who is called to appraise: all, heads and activists, or acquaintances of the members", "参加评议者：全体、代表或委员的熟人")
    secret: bool = setting(False, "yes or no", None, None, "Appraisers give their marks in secret", "评议无记名")
    recall: bool = setting(False, "yes or no", None, None, "Residents may recall the committee: by petition and vote, or by appraisals that fail", "居民可罢免居委会")
    works_a_year: float = setting(0.0, "works a year and community", 0.0, 52.0, "Works for residents that the committee sets out to do (a lamp, a bench, a ramp)", "每年为民办实事项数")
    dated: bool = setting(True, "yes or no", None, None, "Works are promised in public, with a date", "实事公开承诺期限")
    # What the law or the office says
    invited: int = setting(40, "people", 2, 1000, "Delegates or acquaintances who are called to an appraisal", "邀请的评议人数")
    pass_mark: float = setting(0.5, "share of the appraisers", 0.0, 1.0, "Satisfied appraisers below which an appraisal has failed", "评议合格线")
    failed_in_a_row: int = constant(
        2, unit="appraisals", low=1, high=10, mark="setting", source="villages: members found unfit twice in a row lose their office (Organic Law of the Villagers' Committees 2010), from memory",
        en="Failed appraisals in a row that end the committee's term, if there is recall", zh="连续不合格即终止任期的评议次数",
    )  # fmt: skip
    signatures: float = constant(
        0.2, unit="share of adults", low=0.0, high=1.0, mark="setting", source="one fifth of the voters may ask for a recall (Organic Law of the Villagers' Committees 2010), from memory",
        en="Signatures with which a recall is put to the vote", zh="启动罢免表决所需联名比例",
    )  # fmt: skip
    quorum: float = constant(
        0.5, unit="share of adults", low=0.0, high=1.0, mark="setting", source="more than half have to vote, and more than half of these for it (same law), from memory",
        en="Adults who have to vote for a recall to count", zh="罢免表决的最低参与率",
    )  # fmt: skip
    petition_weeks: int = _weeks(8, 1, 52, "Weeks in which signatures are collected", "联名期限")
    petition_pause: int = _weeks(52, 0, 520, "Weeks after a petition in which no other one may begin", "两次联名的最短间隔")
    notice_weeks: int = _weeks(3, 1, 26, "Weeks from the signatures to the vote", "联名到表决的间隔")
    date_weeks: int = _weeks(26, 1, 104, "Weeks from a promise to its date; without a date the committee gives up after as many", "承诺期限")
    answer_weeks: int = _weeks(13, 4, 104, "Weeks in which a question about the common income should be answered", "公共收益询问的答复期限")
    # Money and hours
    budget: float = setting(24_000.0, "yuan a year and community", 0.0, 1e7, "What the street office gives the committee for works", "实事年度经费")
    work_yuan: float = assumed(6_000.0, "yuan", 0.0, 1e6, "Cost of a work", "一项实事费用")
    work_staff: float = assumed(20.0, "hours", 0.0, 1000.0, "Staff time of a work", "一项实事工作人员工时")
    self_use: float = setting(0.2, "share of the budget", 0.0, 1.0, "What the committee spends on its own offices while hardly anybody looks", "无人监督时自用的经费比例")
    watchers: int = _people(30, 1, 5000, "People who know the latest account of the committee at which it spends nothing on its own offices", "使自用停止的知情人数")
    account_staff: float = assumed(12.0, "hours", 0.0, 400.0, "Staff time of an account of the committee", "编制一次居委会账目工时")
    income_staff: float = assumed(6.0, "hours", 0.0, 400.0, "Staff time of an account of the common income", "公示一次公共收益工时")
    appraisal_staff: float = assumed(16.0, "hours", 0.0, 400.0, "Staff time of an appraisal", "一次评议工时")
    vote_staff: float = assumed(60.0, "hours", 0.0, 1000.0, "Staff time of a vote on a recall", "一次罢免表决工时")
    # Who reads
    board: float = assumed(0.3, "chance", 0.0, 1.0, "A resident sees a paper on the board", "看到公示栏的概率")
    read_committee: float = _odds(-3.0, "An adult of average civic disposition who sees an account of the committee reads it", "看到居委会账目者阅读的基准")
    read_income: float = _odds(-0.3, "An owner of average civic disposition who sees an account of the common income reads it", "业主阅读公共收益的基准")
    read_renter: float = _odds(-3.0, "The same of one who rents, besides", "租户阅读公共收益的差异")
    read_civic: float = assumed(0.6, "log-odds per sd", 0.0, 5.0, "Civic disposition of the reader", "阅读者的公共参与倾向")
    account_half_life: float = assumed(0.4, "weeks", 0.1, 520.0, "Weeks after which an account of the committee is told half as often", "居委会账目谈论热度的半衰期")
    income_half_life: float = assumed(4.0, "weeks", 0.1, 520.0, "Weeks after which an account of the common income is told half as often", "公共收益谈论热度的半衰期")
    # Who asks where the money is, and when the keeper spends it
    ask: float = _odds(-5.0, "An owner who knows that money was kept back asks for it", "知情业主追问的基准", "log-odds a month")
    ask_civic: float = assumed(0.8, "log-odds per sd", 0.0, 5.0, "Civic disposition of one who may ask", "追问者的公共参与倾向")
    ask_stake: float = assumed(0.3, "log-odds per 100 yuan a household", 0.0, 5.0, "Money kept back", "未用公共收益的作用")
    yields: float = assumed(0.03, "share of households", 0.0, 1.0, "Households whose questions are open at which the keeper spends what it kept back", "使保管方让步的追问户比例")
    # Who judges how
    judge: float = _odds(0.4, "An adult of trust one half who knows none of it is satisfied with the committee", "居民满意的基准")
    judge_trust: float = assumed(4.0, "log-odds", 0.0, 20.0, "Full trust in institutions against none", "对机构的信任")
    judge_known: float = assumed(0.8, "log-odds", 0.0, 5.0, "A member of the committee is an acquaintance", "认识委员")
    judge_account: float = assumed(3.0, "log-odds", 0.0, 20.0, "All of the money went to residents against none, for one who knows the account", "账目内容的作用")
    expected: float = assumed(0.9, "share", 0.0, 1.0, "Part of the money that people take for granted to reach residents", "居民默认用于居民的比例")
    face: float = assumed(0.7, "log-odds", 0.0, 5.0, "Judging under the eyes of those who are judged", "当面评议的情面")
    # Meetings and the vote
    appraisal_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of an appraisal", "评议时长")
    appraisal_room: int = _people(80, 2, 5000, "People for whom there is room at an appraisal", "评议容纳人数")
    quality: float = assumed(0.4, "0 to 1", 0.0, 1.0, "Quality of a meeting", "会议质量")
    poster: float = assumed(0.25, "chance", 0.0, 1.0, "Reach of the notice of an appraisal of all", "评议公告到达率")
    chat: float = assumed(0.2, "chance times digital skill", 0.0, 1.0, "Reach in the residents' chat group", "微信群到达率")
    vote_poster: float = assumed(0.6, "chance", 0.0, 1.0, "Reach of the notice of a vote", "表决公告到达率")
    vote_room: int = _people(5000, 10, 65000, "People who can vote in a day", "表决容纳人数")
    # Recall
    petition: float = _odds(-12.0, "One who is not satisfied begins a petition", "不满者发起联名的基准", "log-odds a month")
    petition_civic: float = assumed(0.8, "log-odds per sd", 0.0, 5.0, "Civic disposition of one who begins or signs", "发起或联名者的公共参与倾向")
    sign: float = _odds(-0.5, "One who knows of a petition and is not satisfied signs it", "知情不满者联名的基准")
    recall_worth: float = assumed(5_000.0, "yuan a household", 0.0, 1e6, "What another committee is worth to a household that is not satisfied at all", "更换居委会对极不满住户的价值")
    # Promises
    seen: float = assumed(0.15, "chance a resident", 0.0, 1.0, "A resident of the compound sees that a promised work was done", "居民看到承诺兑现的概率", source="as for one that was not (`promises.notice`)")
