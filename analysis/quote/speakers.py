"""Attributions of an event → the same with speakers made one: "Tokayev", "President Tokayev" and the full name."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from analysis.errors import BadInput
from analysis.quote.words import lexicon, words
from analysis.tables import Attribution, check

_TITLES = words("people", "titles")
_FORMS = words("people", "forms")
_AGREED: float = lexicon("thresholds")["event"]["agreed"]
"""Share of an event's typed statements of one speaker that must agree before a statement without a type takes theirs."""
_BODIES = ("company", "campaign_group", "document", "media_outlet")


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's word on speakers: *merges* (name → other names), names kept *apart*, and (address, speaker) → name.

    Raises:
        BadInput: two speakers have one name; the message names both, and the key, but no file.
    """

    merges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: tuple[tuple[str, ...], ...] = ()
    identities: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        first: dict[str, tuple[str, str]] = {}
        for speaker, others in self.merges.items():
            for name in (speaker, *others):
                spelled, whose = first.setdefault(_key(name), (name, speaker))
                if whose != speaker:
                    raise BadInput(
                        f"speakers.{speaker}: {name!r} is {spelled!r} of {whose!r} but for case, accents, titles or legal form; "
                        "allowed: a name of one speaker, and identities where two bear it"
                    )


def speakers(attributions: pl.DataFrame, articles: pl.DataFrame, decided: Decided = Decided()) -> pl.DataFrame:
    """The same attributions in the same order, each ``speaker`` under one name across the event.

    A person's decisions win. Then a bare surname takes the full name that most articles of the event use, if only one
    full name of the event ends in it and the two are no person and firm, and a body's short name the one longer name that
    begins with it; spellings that differ in case, accents, titles, hyphens, a middle initial or legal form alone are one.
    A named speaker whom one article does not describe (type unknown) takes the type that the event's other articles agree
    on. What a name became is added to ``chain``. Columns: as they came. *articles* (id; url where *decided* has
    identities) are those that count; attributions of others keep speaker and type.
    """
    check(attributions, Attribution)
    ours = pl.col("article").is_in(articles["id"].unique().to_list())
    counted = _counted(attributions.filter(ours, pl.col("speaker").is_not_null(), _joinable()))
    one = _one_name(counted, decided)
    renamed = pl.col("speaker").replace(one) if one else pl.col("speaker")
    named = attributions.with_columns(before="speaker").with_columns(
        speaker=pl.when(ours & _joinable()).then(renamed).otherwise("speaker")
    )
    return _typed(_chained(_identified(named, articles, decided.identities)), ours)


def _counted(heard: pl.DataFrame) -> pl.DataFrame:
    """Names in order of how many articles use them, with the type that they mostly have."""
    typed = pl.col("source_type").filter(pl.col("source_type") != "unknown")
    return (
        heard.group_by("speaker")
        .agg(articles=pl.col("article").n_unique(), statements=pl.len(), kind=typed.mode().sort().first())
        .sort("articles", "statements", "speaker", descending=[True, True, False])
    )


def _joinable() -> pl.Expr:
    """Names only: "a spokesman" of one article is not that of another."""
    return pl.col("named")


def _identified(named: pl.DataFrame, articles: pl.DataFrame, identities: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    """With what a person says of single articles; the name as the article has it decides."""
    if not identities:
        return named
    rows = [
        {"article": article, "speaker": speaker, "decided": name}
        for (url, speaker), name in identities.items()
        for article in articles.filter(pl.col("url") == url)["id"].to_list()
    ]
    said = pl.DataFrame(rows, schema={"article": pl.String, "speaker": pl.String, "decided": pl.String})
    joined = named.join(
        said, left_on=["article", "before"], right_on=["article", "speaker"], how="left", maintain_order="left"
    )
    return joined.with_columns(speaker=pl.coalesce("decided", "speaker")).drop("decided")


def _chained(named: pl.DataFrame) -> pl.DataFrame:
    """With the name of the event at the end of the chain, where it is another than the article's."""
    changed = pl.col("speaker").ne_missing(pl.col("before")) & pl.col("speaker").is_not_null()
    if "chain" not in named.columns:
        return named.drop("before")
    longer = pl.concat_list("chain", pl.col("speaker").cast(pl.String))
    return named.with_columns(chain=pl.when(changed).then(longer).otherwise("chain")).drop("before")


def _typed(attributions: pl.DataFrame, ours: pl.Expr) -> pl.DataFrame:
    """Named speakers without a type take the one that most typed statements of the event give them."""
    told = attributions.filter(
        ours, pl.col("named"), pl.col("source_type") != "unknown", pl.col("speaker").is_not_null()
    )
    agreed = (
        told.group_by("speaker", "source_type")
        .len()
        .with_columns(share=pl.col("len") / pl.col("len").sum().over("speaker"))
        .filter(pl.col("share") >= _AGREED)
    )
    kinds = dict(agreed.select("speaker", "source_type").iter_rows())
    known = pl.col("speaker").replace_strict(kinds, default=None, return_dtype=pl.String)
    silent = ours & pl.col("named") & (pl.col("source_type") == "unknown") & known.is_not_null()
    kind = pl.when(silent).then(known).otherwise(pl.col("source_type").cast(pl.String))
    return attributions.with_columns(source_type=kind.cast(attributions.schema["source_type"]))


def _one_name(counted: pl.DataFrame, decided: Decided) -> dict[str, str]:
    """Name → the one that stands for it."""
    names: list[str] = counted["speaker"].to_list()
    kinds = {_key(name): kind for name, kind in counted.select("speaker", "kind").iter_rows()}
    merged = {_key(other): name for name, others in decided.merges.items() for other in (name, *others)}
    apart = [frozenset(map(_key, group)) for group in decided.apart]
    # Names that a person keeps apart stay what they are, unless another decision makes them somebody.
    alone = frozenset(key for group in apart for key in group)
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), name)
    stands = {key: key for key in by_key} | _initialless(by_key) | _longer(by_key, kinds)
    out = {}
    for name in names:
        key = _key(name)
        full = stands[key] if not (key in alone and _parted(apart, key, stands[key])) else key
        out[name] = merged.get(key) or merged.get(full) or by_key[full]
    return out


def _parted(apart: Sequence[frozenset[str]], key: str, other: str) -> bool:
    return any(key in group and other in group for group in apart)


def _initialless(keys: Iterable[str]) -> dict[str, str]:
    """``ada finch`` → ``ada b. finch``, where one only is written with initials; of two with other initials none is the other."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        split = key.split()
        if len(split) > 1:
            groups.setdefault(" ".join([split[0], *(w for w in split[1:-1] if len(w) > 1), split[-1]]), []).append(key)
    return {
        key: found[0]
        for found in groups.values()
        if len(found) > 1 and sum(any(len(word) == 1 for word in key.split()[1:-1]) for key in found) <= 1
        for key in found
    }


def _longer(keys: Iterable[str], kinds: Mapping[str, str | None]) -> dict[str, str]:
    """A name of one word → the one longer name of the event that ends, else begins, with it."""
    ends: dict[str, set[str]] = {}
    begins: dict[str, set[str]] = {}
    alike = _initialless(keys)
    for key in keys:
        if " " in key:
            full = alike.get(key, key)
            ends.setdefault(key.rsplit(" ", 1)[-1], set()).add(full)
            begins.setdefault(key.split(" ", 1)[0], set()).add(full)
    out = {}
    for key in keys:
        found = (ends.get(key) or begins.get(key, set())) if " " not in key else set()
        if len(found) == 1 and _may_be_one(kinds.get(key), kinds.get(next(iter(found))), by_end=key in ends):
            out[key] = next(iter(found))
    return out


def _may_be_one(short: str | None, full: str | None, *, by_end: bool) -> bool:
    """Whether types allow it: ``Marsh``, a firm, is not Ivo Marsh, an official."""
    return not (by_end and short in _BODIES and full is not None and full != short)


def _key(name: str) -> str:
    """What is compared: lower case, no accents, no titles before the name, no legal form after it; hyphens are blanks but in the last word."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    split = bare.replace("’", "'").lower().replace(".", " ").split()
    while len(split) > 1 and split[0] in _TITLES | {"the"}:
        split = split[1:]
    while len(split) > 1 and split[-1] in _FORMS:
        split = split[:-1]
    return " ".join([*" ".join(split[:-1]).replace("-", " ").split(), *split[-1:]])
