"""What goes wrong on the demo's sites, on purpose: each as it goes wrong on real ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Literal

Trouble = Literal["disallowed", "vanished", "gallery", "slow", "busy", "charset", "moved", "paywall"]
SLOW = 0.8
"""Seconds that the slow page takes."""
PATIENCE = 1
"""Seconds of Retry-After on the page that is busy at first."""

_ZONE = timezone(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Stray:
    """An address that an outlet lists, and that leads to no article."""

    outlet: str
    path: str
    headline: str
    published_at: datetime
    trouble: Trouble


STRAYS = (
    Stray(
        "tide_courier", "/letters/2025/03/12/letters-on-the-ketter-bridge", "Letters on the Ketter Bridge",
        datetime(2025, 3, 12, 7, tzinfo=_ZONE), "disallowed",
    ),
    Stray(
        "harbour_herald", "/news/1098-councillor-on-the-run", "Councillor on the run after Ketter Bridge vote",
        datetime(2025, 3, 12, 9, 20, tzinfo=_ZONE), "vanished",
    ),
    Stray(
        "harbour_herald", "/pictures/1099-ketter-bridge-in-pictures", "In pictures: the Ketter Bridge, day two",
        datetime(2025, 3, 12, 16, tzinfo=_ZONE), "gallery",
    ),
)  # fmt: skip
"""Addresses without an article."""

TROUBLED: Mapping[tuple[str, str], Trouble] = MappingProxyType(
    {
        ("harbour_herald", "06-no-klaxon"): "slow",
        ("quay_ledger", "04-closed-port-counts-cost"): "busy",
        ("tide_courier", "09-third-victim-named"): "charset",
        ("quay_ledger", "02-shares-fall-a-fifth"): "moved",
        ("quay_ledger", "08-what-the-cap-is-worth"): "paywall",
    }
)
"""Articles that are there, but not easy to have: outlet and name → what is the matter."""


def listed_path(outlet: str, name: str, path: str) -> str:
    """The path under which an article is listed: an older one where it has moved."""
    return f"/archive{path}" if TROUBLED.get((outlet, name)) == "moved" else path
