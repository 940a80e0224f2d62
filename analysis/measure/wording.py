"""Articles of one event → the words that set each outlet apart from the others."""

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.measure import evidence, keyness
from analysis.measure.coverage import budget as common_budget
from analysis.measure.coverage import readable
from analysis.measure.emphasis import NO_TEXT, within
from analysis.measure.keyness import Counts
from analysis.measure.themes import about
from analysis.measure.uncertainty import ALONE, FLOOR, LEVEL, TOO_FEW, adjust

STYLE = (
    *("function_words", "honorifics", "reporting", "dates_and_numbers", "boilerplate"),
    *("names_of_outlets", "spelling"),
)
"""What may be left out: the sections of ``style.toml``, and the outlets' own names."""
IN_ARTICLES = 3
"""Articles of the event in which a word must stand to be tested, and of the outlet to be shown."""
TOP = 8
NOTHING = "no word stands out"
TOO_FEW_OTHERS = "too few articles of other outlets to compare with"

_WORDS = pl.Schema(
    {"outlet": pl.String(), "word": pl.String()}
    | dict.fromkeys(("value", "low", "high", "z", "p", "rate", "others_rate"), pl.Float64())
    | dict.fromkeys(("count", "in_articles", "n_articles", "n_units"), pl.Int64())
    | {"note": pl.String()}
)


def distinctive_words(
    articles: pl.DataFrame, *, budget: int = 0, floor: int = FLOOR, top: int = TOP, leave_out: Collection[str] = STYLE
) -> pl.DataFrame:
    """The *top* words of each outlet that set it apart most from the other outlets together.

    Log-odds-ratio with an informative Dirichlet prior made of the event's own texts (Monroe, Colaresi & Quinn 2008) and a
    variance over articles. Of each article's running text the first *budget* words count (0: as many as every outlet can
    give). *leave_out* names sections of ``style.toml`` and ``names_of_outlets``; () counts every word.
    Returns key, outlet, outlet_name, word, value (log-odds), low, high, z, p, rate and others_rate (per 1,000 words),
    count, in_articles, n_articles, n_units (words), note, clear, n_tests, budget; by outlet, strongest first. An outlet
    without such a word has one row that says why.
    """
    use, words = articles.filter(readable()), budget or common_budget(articles)
    counted = styled(keyness.counts(use, most=words, in_articles=IN_ARTICLES), articles, leave_out)
    sides = [(outlet, (use["outlet"] == outlet).to_numpy()) for outlet in use["outlet"].unique(maintain_order=True)]
    rows = pl.concat([pl.DataFrame(schema=_WORDS), *(against(counted, side, outlet, floor) for outlet, side in sides)])
    return (
        rows.with_columns(
            clear=(adjust(rows["p"]) < 1 - LEVEL).fill_null(value=False),
            n_tests=pl.lit(rows["p"].count(), dtype=pl.Int64),
        )
        .filter(pl.col("word").is_null() | (pl.col("value") > 0) & (pl.col("in_articles") >= IN_ARTICLES))
        .sort("z", "word", descending=[True, False], nulls_last=True)
        .group_by("outlet", maintain_order=True)
        .head(top)
        .pipe(_every, articles)
        .with_columns(budget=pl.lit(words, dtype=pl.Int64))
    )


def word_sentences(articles: pl.DataFrame, measured: pl.DataFrame) -> pl.DataFrame:
    """Sentences with an outlet's distinctive words, from :func:`distinctive_words`, in the columns of evidence."""
    nothing = pl.DataFrame(schema={"article": pl.String(), "key": pl.String(), "sentence": pl.String()})
    if measured.is_empty():
        return evidence.behind(nothing, articles)
    split = within(articles, measured["budget"].item(0))
    keyed = [
        split.filter((pl.col("outlet") == outlet) & about([word, *_variants(word)])).select(
            "article", key=pl.lit(key), sentence="text"
        )
        for key, outlet, word in measured.drop_nulls("word").select("key", "outlet", "word").iter_rows()
    ]
    return evidence.behind(pl.concat([nothing, *keyed]), articles)


def styled(counted: Counts, articles: pl.DataFrame, leave_out: Collection[str]) -> Counts:
    """The counts without the words of the sections in *leave_out*, two spellings of a word made one.

    Raises:
        ValueError: a section that there is not.
    """
    if unknown := sorted(set(leave_out) - set(STYLE)):
        raise ValueError(f"leave_out: {', '.join(unknown)}: no such section; there are {', '.join(STYLE)}")
    dropped = {word for section in leave_out for word in _sections().get(section, ())}
    if "names_of_outlets" in leave_out:
        dropped |= {word for name in articles["outlet_name"].unique() for word in keyness.tokens(name)}
    spelled = counted.joined(_spellings()) if "spelling" in leave_out else counted
    return spelled.columns(np.array([word not in dropped and len(word) > 1 for word in spelled.words], dtype=np.bool_))


def against(counted: Counts, own: npt.NDArray[np.bool_], outlet: str, floor: int) -> pl.DataFrame:
    """Every word of one outlet's articles set against all others'; one row that says so where that cannot be done."""
    mine, theirs = counted.rows(own), counted.rows(~own)
    articles, words = int(own.sum()), int(mine.lengths.sum())
    note = _refusal(articles, theirs.lengths.size, floor)
    if note or not counted.words:
        told = {"outlet": outlet, "n_articles": articles, "n_units": words, "note": note or NOTHING}
        return pl.DataFrame([told], schema=_WORDS)
    table = _tested(counted.words, mine, theirs, keyness.robust_log_odds(mine, theirs, keyness.prior(counted)))
    return (
        table.with_columns(outlet=pl.lit(outlet), n_articles=pl.lit(articles), n_units=pl.lit(words), note=pl.lit(""))
        .select(_WORDS.names())
        .cast(_WORDS)
    )


def _tested(words: tuple[str, ...], mine: Counts, theirs: Counts, odds: keyness.LogOdds) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "word": words,
            "value": odds.value,
            "low": odds.value - odds.reach(),
            "high": odds.value + odds.reach(),
            "z": odds.z(),
            "p": odds.p(),
            "rate": 1000 * mine.totals() / max(mine.lengths.sum(), 1.0),
            "others_rate": 1000 * theirs.totals() / max(theirs.lengths.sum(), 1.0),
            "count": mine.totals().astype(np.int64),
            "in_articles": mine.spread().astype(np.int64),
        }
    )


def _refusal(own: int, others: int, floor: int) -> str:
    if own < floor:
        return TOO_FEW
    if others < floor:
        return TOO_FEW_OTHERS if others else ALONE
    return ""


def _every(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    outlets = articles.select("outlet", "outlet_name").unique().sort("outlet_name")
    readers = articles.filter(readable())["outlet"].unique()
    silent = pl.when(pl.col("outlet").is_in(readers.implode())).then(pl.lit(NOTHING)).otherwise(pl.lit(NO_TEXT))
    return (
        outlets.join(rows, on="outlet", how="left", maintain_order="left_right")
        .with_columns(
            pl.col("note").fill_null(silent),
            pl.col("clear").fill_null(value=False),
            pl.col("n_articles", "n_units").fill_null(0),
            pl.col("n_tests").fill_null(pl.col("n_tests").max()).fill_null(0),
            key=pl.format("words/{}/{}", "outlet", pl.col("word").fill_null("")),
        )
        .select("key", pl.all().exclude("key"))
    )


@cache
def _toml() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("analysis.measure").joinpath("style.toml").read_text(encoding="utf-8"))


def _sections() -> dict[str, list[str]]:
    return {name: section["words"].split() for name, section in _toml().items() if "words" in section}


def _spellings() -> dict[str, str]:
    """British spelling → American: the one under which a word is counted."""
    return dict(pair.split("=") for pair in _toml()["spelling"]["pairs"].split())


def _variants(word: str) -> list[str]:
    return [other for other, counted in _spellings().items() if counted == word]
