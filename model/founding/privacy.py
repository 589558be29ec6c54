"""Data about people must be anonymous: columns that look like names, telephones, addresses or identity numbers are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..ground.refusal import InputError
from ..ground.text import Text

if TYPE_CHECKING:
    import pandas as pd


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAME, _PHONE = Text("a name", "姓名"), Text("a telephone number", "电话号码")
_ADDRESS, _MAIL = Text("an address", "地址"), Text("an e-mail or account", "邮箱或账号")
_IDENTITY, _BIRTH = Text("an identity number", "证件号码"), Text("a date of birth", "出生日期")
_WORDS: tuple[tuple[Text, frozenset[str]], ...] = (
    (_NAME, _words("name names firstname lastname fullname surname forename nickname xing ming xingming mingzi xm")),
    (_PHONE, _words("phone phones telephone tel mobile cell cellphone dianhua shouji shoujihao lianxifangshi lianxidianhua sjh")),
    (_ADDRESS, _words("address addr street postcode zipcode dizhi zhuzhi menpai menpaihao")),
    (_MAIL, _words("email mail wechat weixin qq weibo youxiang weixinhao")),
    (_IDENTITY, _words("idcard idnumber idno nationalid passport ssn shenfenzheng shenfenzhenghao zhengjian zhengjianhao huzhao sfz sfzh")),
    (_BIRTH, _words("birthday birthdate dob shengri chushengriqi")),
)
_PARTS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_NAME, ("姓名", "名字", "称呼", "surname", "xingming")),
    (_PHONE, ("电话", "手机", "联系方式", "座机", "telephone", "phone", "mobile", "dianhua", "shouji")),
    (_ADDRESS, ("地址", "住址", "门牌", "address", "dizhi", "zhuzhi")),
    (_MAIL, ("邮箱", "邮件", "微信", "email", "wechat", "weixin")),
    (_IDENTITY, ("身份证", "证件", "护照", "passport", "idcard", "idnumber", "shenfen", "zhengjian")),
    (_BIRTH, ("出生日期", "生日", "birthday", "dateofbirth")),
)
_CONTENT: tuple[tuple[Text, re.Pattern[str]], ...] = (
    (_IDENTITY, re.compile(r"\d{17}[\dXx]|[1-9]\d{5}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}")),
    (_PHONE, re.compile(r"(\+?86)?[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8}")),
    (_MAIL, re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    (_ADDRESS, re.compile(r".*\d+\s*(号楼|号院|单元|室|弄).*")),
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def looks_private(header: str) -> Text | None:
    """Return what a column seems to hold by its header (English, Chinese or pinyin), or None."""
    plain = re.sub(r"[\s_\-.·]+", "", header).lower()
    words = {w.lower() for w in _WORD.findall(header)} | {plain}
    for what, known in _WORDS:
        if words & known:
            return what
    for what, parts in _PARTS:
        if any(part in plain for part in parts):
            return what
    return None


def holds_private(values: pd.Series) -> Text | None:
    """Return what the text values of a column seem to be by their form, or None. One such value is enough."""
    different = values.dropna().astype(str).str.strip().drop_duplicates()
    for what, pattern in _CONTENT:
        if bool(different.str.fullmatch(pattern).any()):
            return what
    return None


def refuse_private(frame: pd.DataFrame, file: str) -> None:
    """Refuse a table with a column that looks like data of a person who could be named. No value is printed.

    Args:
        frame: the table, all values as text.
        file: its name, for the sentence.

    Raises:
        InputError: by a header, or by the form of the values.
    """
    for column in map(str, frame.columns):
        by_header = looks_private(column)
        what = by_header or holds_private(frame[column])
        if what is not None:
            why = Text("by its header", "根据列名") if by_header else Text("by its values", "根据内容")
            raise InputError(
                f'{file}: column "{column}" looks like {what.en} ({why.en}). Only anonymous data are read: remove the column or replace it by codes.',
                f"{file}：列“{column}”像是{what.zh}（{why.zh}）。只接受匿名数据：请删除该列或改用编码。",
            )
