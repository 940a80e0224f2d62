"""What an event file may say: its keys, their types and what is allowed."""

import contextlib
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationInfo,
    field_validator,
    model_validator,
)

T = TypeVar("T")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_OUTLET = re.compile(r"[a-z0-9][a-z0-9_]{0,79}")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
_YEARS = range(1800, 2200)


def _matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    def checked(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"{value[:60]!r} is not {what}")
        return value

    return AfterValidator(checked)


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value.strip()


def _word(value: str) -> str:
    if "*" in value[:-1] or value == "*":
        raise ValueError(f"{value[:60]!r}: the star stands for an ending, so it comes last, after a letter")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError(f"{value[:60]!r} is no time zone that this machine knows") from None
    return value


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"{str(value)[:60]!r} is neither a day nor a time")
    if value.year not in _YEARS:
        raise ValueError(f"the year {value.year} lies outside {_YEARS.start}–{_YEARS.stop - 1}")
    return value.astimezone(UTC)


Text = Annotated[str, AfterValidator(_said)]
Word = Annotated[str, AfterValidator(_said), AfterValidator(_word)]
Slug = Annotated[str, _matching(SLUG, "a slug")]
OutletSlug = Annotated[str, _matching(_OUTLET, "an outlet's slug")]
Url = Annotated[str, _matching(_ADDRESS, "a web address")]
Zone = Annotated[str, AfterValidator(_zone)]
Moment = Annotated[datetime, BeforeValidator(_moment)]

_DAY_OR_TIME = "a day (2022-01-02) or a time (2022-01-02T18:30:00+06:00), in the event's timezone where it names none"
_PHRASES = 'a list of words or phrases ["fuel price", "protest*"], where a last * stands for any ending'


class Part(BaseModel):
    """What every part of an event file shares: frozen, and an unknown key is a fault."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")


class Window(Part):
    """Half-open span of time: an article of ``end`` itself is outside."""

    start: Moment = Field(description=_DAY_OR_TIME)
    end: Moment = Field(description=f"{_DAY_OR_TIME}; a day is inclusive")

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self


class Terms(Part):
    """Words that tell an article of the event from others."""

    any: tuple[Word, ...] = Field(default=(), description=f"{_PHRASES}; one of them must occur")
    all: tuple[Word, ...] = Field(default=(), description=f"{_PHRASES}; each of them must occur")
    none: tuple[Word, ...] = Field(default=(), description=f"{_PHRASES}; none of them may occur")


class Address(Part):
    """An article that a person knows to tell the event."""

    outlet: OutletSlug = Field(description="the slug of an outlet in `outlets`")
    url: Url = Field(description="an address that starts with http:// or https://")


class Decision(Part):
    """A person's word on one article; it wins over the program's."""

    url: Url = Field(description="an address that starts with http:// or https://")
    include: StrictBool = Field(description="true or false")
    reason: Text = Field(description="a few words")
    by: Text = Field(description="who decided")


class Event(Part):
    """One event and who is asked to have covered it."""

    slug: Slug = Field(description="lower-case letters, digits, - and _; the file's name without .toml")
    title: Text = Field(description="a few words")
    summary: str = Field(default="", description="text")
    made_up: StrictBool = Field(default=False, description="true or false")
    local: StrictBool = Field(
        default=False, description="true or false; true lets the collector reach this machine itself"
    )
    timezone: Zone = Field(default="UTC", description='an IANA time zone, as "Asia/Almaty" or "UTC"')
    happened_at: Moment | None = Field(default=None, description=_DAY_OR_TIME)
    window: Window = Field(description="a table with start and end")
    outlets: tuple[OutletSlug, ...] = Field(min_length=1, description='a list of outlets\' slugs ["herald", "courier"]')
    names: dict[OutletSlug, Text] = Field(default_factory=dict, description='herald = "The Herald", of `outlets` only')
    terms: Terms = Field(default_factory=Terms, description="a table with any, all, none")
    addresses: tuple[Address, ...] = Field(default=(), description="tables of outlet and url")
    captures: StrictInt = Field(
        default=10,
        ge=0,
        le=500,
        description="a number from 0 to 500: how many captures of each of `addresses` are fetched from the Wayback Machine",
    )
    themes: dict[Text, tuple[Word, ...]] = Field(default_factory=dict, description=f"theme = {_PHRASES}")
    speakers: dict[Text, tuple[Text, ...]] = Field(
        default_factory=dict, description='"Ada Lind" = ["Lind", "Mayor Lind"]; another name belongs to one speaker'
    )
    decisions: tuple[Decision, ...] = Field(
        default=(), description="tables of url, include, reason, by; one for an address"
    )

    @property
    def takes_all(self) -> bool:
        """Whether nothing tells an article of the event from another of its days: all of them count."""
        return not (self.terms.any or self.terms.all)

    @field_validator("happened_at", mode="before")
    @classmethod
    def _happened_in_zone(cls, value: object, info: ValidationInfo) -> object:
        return _in_zone(value, info.data.get("timezone", "UTC"))

    @field_validator("window", mode="before")
    @classmethod
    def _window_in_zone(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, dict):
            return value
        zone = info.data.get("timezone", "UTC")
        ends = {"start": False, "end": True}
        return {k: _in_zone(v, zone, through=ends[k]) if k in ends else v for k, v in value.items()}

    @field_validator("outlets")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if twice := _twice(value):
            raise ValueError(f"names {', '.join(twice)} twice")
        return value

    @field_validator("names")
    @classmethod
    def _names_of_listed(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        return _listed(value, value, info)

    @field_validator("addresses")
    @classmethod
    def _addresses_of_listed(cls, value: tuple[Address, ...], info: ValidationInfo) -> tuple[Address, ...]:
        return _listed(value, (address.outlet for address in value), info)

    @field_validator("speakers")
    @classmethod
    def _one_speaker_a_name(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if twice := _twice([name for canonical, others in value.items() for name in {canonical, *others}]):
            raise ValueError(f"gives {', '.join(twice)} to two speakers")
        return value

    @field_validator("decisions")
    @classmethod
    def _one_decision_an_address(cls, value: tuple[Decision, ...]) -> tuple[Decision, ...]:
        if twice := _twice([decision.url for decision in value]):
            raise ValueError(f"decides twice on {', '.join(twice)}")
        return value


def _twice(values: Sequence[str]) -> list[str]:
    return sorted(value for value, n in Counter(values).items() if n > 1)


def _listed(value: T, slugs: Iterable[str], info: ValidationInfo) -> T:
    # Where `outlets` itself is at fault it is not in info.data, and one fault is enough.
    outlets = info.data.get("outlets")
    if outlets is not None and (strange := [slug for slug in slugs if slug not in outlets]):
        raise ValueError("; ".join(f"{slug!r} is not in outlets{meant(slug, outlets)}" for slug in strange))
    return value


def _in_zone(value: object, zone: str, *, through: bool = False) -> object:
    """A day or a local time as a moment in *zone*; ``through`` gives the end of a day. Anything else as it is."""
    try:
        if isinstance(value, str):
            value = date.fromisoformat(value) if len(value) == len("2022-01-02") else datetime.fromisoformat(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value + timedelta(days=through), time())
    except (ValueError, OverflowError):
        return value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=ZoneInfo(zone))
    return value


def meant(word: str, words: Iterable[str]) -> str:
    """A question after the nearest of *words*, or nothing where none is near."""
    close = difflib.get_close_matches(word, list(words), n=1)
    return f", did you mean {close[0]!r}?" if close else ""
