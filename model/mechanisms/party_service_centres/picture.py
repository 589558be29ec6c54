"""What a planner is shown first: visits a head beside the two published figures, and what people call the secretary."""

from __future__ import annotations

from ...contract.picture import Picture
from ...ground.text import Text

PICTURE = Picture(
    bars="visits_a_head",
    axis=Text("visits to counter and study rooms, a head a year", "年人均到访窗口与自习室次数"),
    published={
        2.2: Text("Yanji, Shanghai:\n2.2", "上海延吉：\n2.2"),
        8.0: Text("Shenzhen, all points\nwith study rooms: about 8", "深圳各自习室点位：\n约 8"),
    },
    share="secretary_known",
    parts={
        "called_secretary": Text("say secretary (shuji)", "称“书记”"),
        "called_station_head": Text("say station head (zhanzhang)", "称“站长”"),
        "called_chairman": Text("say chairman (dongshizhang)", "称“董事长”"),
    },
    parts_axis=Text("adults who know the secretary, by what they call them, %", "认识社区书记的成年人，按称呼，%"),
    title=Text(
        "{with_} visits a head and year ({without} without the policy); {share} % of adults know the secretary ({share_without} % without)",
        "年人均到访 {with_} 次（无政策 {without} 次）；{share}% 的成年人认识书记（无政策 {share_without}%）",
    ),
    alone=Text("{with_} visits a head and year; {share} % of adults know the secretary", "年人均到访 {with_} 次；{share}% 的成年人认识书记"),
    note=Text(
        "Dotted: two published figures of two different settings. What people say follows from where they met the holder most often.",
        "虚线：两种不同情形的已公布数字。称呼取决于居民最常在何种场合遇到其人。",
    ),
)
