"""Data about people must be anonymous: columns that look like names, telephones, addresses or identity numbers are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..ground.table import Table, TableError, plain, quoted
from ..ground.text import Text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAME, _PHONE = Text("a name", "姓名"), Text("a telephone number", "电话号码")
_ADDRESS, _MAIL = Text("an address", "地址"), Text("an e-mail or account", "邮箱或账号")
_IDENTITY, _BIRTH, _NET = Text("an identity number", "证件号码"), Text("a date of birth", "出生日期"), Text("an internet address", "网络地址")
_WORDS: tuple[tuple[Text, frozenset[str]], ...] = (
    (_NAME, _words("name names firstname lastname fullname surname forename nickname xing ming xingming mingzi xm")),
    (_PHONE, _words("phone phones telephone tel mobile cell cellphone dianhua shouji shoujihao lianxifangshi lianxidianhua sjh")),
    (_ADDRESS, _words("address addr street postcode zipcode dizhi zhuzhi menpai menpaihao")),
    (_MAIL, _words("email mail wechat weixin qq weibo youxiang weixinhao")),
    (_IDENTITY, _words("idcard idnumber idno nationalid passport ssn shenfenzheng shenfenzhenghao zhengjian zhengjianhao huzhao sfz sfzh")),
    (_BIRTH, _words("birthday birthdate dob shengri chushengriqi")),
    (_NET, _words("ip ipaddress")),
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
    (_ADDRESS, re.compile(r"(?s).*\d\s*(号楼|号院|单元|室|弄).*")),
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


def holds_private(values: Iterable[str]) -> Text | None:
    """Return what the values of a column seem to be by their form, or None. One such value is enough."""
    different = {unicodedata.normalize("NFKC", str(value)).strip() for value in values}
    for what, pattern in _CONTENT:
        if any(pattern.fullmatch(value) for value in different):
            return what
    return None


def our_identities(heading: str, values: Iterable[str]) -> bool:
    """Return whether a column holds identities that linli drew (`residents.identities`) and wrote: they have as many digits as telephones."""
    if plain(heading) != "identity":
        return False
    numbers = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 20]
    return bool(numbers) and all((n >> 8) & 0xFFFFF < 4096 and n & 0xFF < 64 for n in numbers)


def refuse_private(table: Table) -> None:
    """Refuse a table with a column that looks like data of a person who could be named. No value is printed.

    Raises:
        TableError: by a heading, or by the form of the values.
    """
    for heading, values in zip(table.headings, table.columns, strict=True):
        by_header = looks_private(heading)
        what = by_header or (None if our_identities(heading, values) else holds_private(values))
        if what is not None:
            why = Text("by its header", "根据列名") if by_header else Text("by its values", "根据内容")
            raise TableError(
                f"column {quoted(heading)} looks like {what.en} ({why.en}). Only anonymous data are read: remove the column or replace it by codes.",
                f"列 {quoted(heading)} 像是{what.zh}（{why.zh}）。只接受匿名数据：请删除该列或改用编码。",
                table.file,
            )
