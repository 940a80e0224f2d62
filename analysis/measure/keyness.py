"""Word counts per article → how much more likely a word is with one outlet than with the others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse, stats

from analysis.measure.uncertainty import LEVEL

PRIOR = 500.0
"""Words that the prior weighs (α₀): it pulls rare words towards the average of the event's own texts."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Articles × words: how often each word stands in each article."""

    table: Any
    """Sparse matrix (CSR), one row an article, one column a word."""
    words: tuple[str, ...]
    lengths: Floats
    """All words of each article, those that are not tested included."""

    def rows(self, chosen: npt.NDArray[np.bool_]) -> "Counts":
        """The counts of some articles."""
        return Counts(self.table[chosen], self.words, self.lengths[chosen])

    def columns(self, chosen: npt.NDArray[np.bool_]) -> "Counts":
        """The counts of some words; an article is still as long as it is."""
        kept = tuple(word for word, keep in zip(self.words, chosen, strict=True) if keep)
        return Counts(self.table[:, np.flatnonzero(chosen)], kept, self.lengths)

    def joined(self, same: Mapping[str, str]) -> "Counts":
        """The counts with each word of *same* added to the word that it stands for."""
        names = [same.get(word, word) for word in self.words]
        words = tuple(sorted(set(names)))
        place = {word: column for column, word in enumerate(words)}
        to = sparse.csr_matrix(
            (np.ones(len(names)), (np.arange(len(names)), [place[name] for name in names])),
            shape=(len(names), len(words)),
        )
        return Counts((self.table @ to).tocsr(), words, self.lengths)

    def totals(self) -> Floats:
        """How often each word stands in all articles together."""
        return np.asarray(self.table.sum(axis=0), dtype=np.float64).ravel()

    def spread(self) -> npt.NDArray[np.int64]:
        """In how many articles each word stands."""
        return np.asarray((self.table > 0).sum(axis=0)).ravel()


@dataclass(frozen=True, slots=True)
class LogOdds:
    """Log-odds-ratio of each word, first group against second; positive is more in the first."""

    value: Floats
    error: Floats
    df: Floats

    def z(self) -> Floats:
        """Value in standard errors."""
        return self.value / self.error

    def p(self) -> Floats:
        """Two-sided, from Student's t."""
        return np.asarray(2 * stats.t.sf(np.abs(self.z()), self.df), dtype=np.float64)

    def reach(self) -> Floats:
        """Half width of the 95 % interval."""
        return np.asarray(stats.t.ppf((1 + LEVEL) / 2, self.df) * self.error, dtype=np.float64)


def tokens(text: str, *, most: int = 0) -> list[str]:
    """Words of a text in lower case, possessive endings gone; the first *most* of them, or all where it is 0."""
    found = WORD.findall(text.lower().replace("’", "'"))
    return [word.removesuffix("'s") for word in (found[:most] if most else found)]


def counts(articles: pl.DataFrame, *, most: int = 0, in_articles: int = 1) -> Counts:
    """Words of each article's text within its first *most* words, of those words that *in_articles* or more use."""
    listed = [tokens(text, most=most) for text in articles["text"]]
    lengths = np.array([len(each) for each in listed], dtype=np.float64)
    long = pl.DataFrame(
        {"row": range(len(listed)), "word": listed}, schema={"row": pl.Int64(), "word": pl.List(pl.String)}
    )
    seen = long.explode("word").drop_nulls().group_by("row", "word").len("n")
    known = seen.group_by("word").len("in").filter(pl.col("in") >= in_articles).sort("word").with_row_index("column")
    cells = seen.join(known, on="word")
    table = sparse.csr_matrix(
        (cells["n"].cast(pl.Float64).to_numpy(), (cells["row"].to_numpy(), cells["column"].to_numpy())),
        shape=(len(listed), known.height),
    )
    return Counts(table, tuple(known["word"]), lengths)


def log_odds(first: tuple[Floats, float], second: tuple[Floats, float], alpha: Floats) -> LogOdds:
    """Log-odds-ratio with an informative Dirichlet prior, each group given as counts of words and their sum.

    Variance in the four-term form, 1/(y+α) + 1/(n+α₀−y−α) per group, as if every word were drawn by itself
    (Monroe, Colaresi & Quinn 2008, eqs. 15–19).
    """
    value = _logit(*first, alpha) - _logit(*second, alpha)
    variance = _token_variance(*first, alpha) + _token_variance(*second, alpha)
    return LogOdds(value, np.asarray(np.sqrt(variance), dtype=np.float64), np.full(value.shape, np.inf))


def robust_log_odds(first: Counts, second: Counts, alpha: Floats) -> LogOdds:
    """The same log-odds-ratio with a variance that runs over articles, as that of a ratio estimate (Cochran 1977).

    A word that one article repeats is one article's word. The error is the greatest of three: each group's own spread
    over articles; the spread of both taken together, for a word that one group happens not to use shows no spread
    there; and the four-term form, so that we are never surer than counting words would be.
    """
    value = _logit(first.totals(), _sum(first), alpha) - _logit(second.totals(), _sum(second), alpha)
    groups = (first, second)
    tokens_only = [_token_variance(group.totals(), _sum(group), alpha) for group in groups]
    own = [_spread(group, _rate(group, alpha), alpha) for group in groups]
    variance = np.maximum.reduce([own[0] + own[1], _together(first, second, alpha), tokens_only[0] + tokens_only[1]])
    one, two = (np.maximum(*pair) for pair in zip(own, tokens_only, strict=True))
    degrees = [max(group.lengths.size - 1, 1) for group in groups]
    df = (one + two) ** 2 / (one**2 / degrees[0] + two**2 / degrees[1])
    return LogOdds(value, np.asarray(np.sqrt(variance), dtype=np.float64), df)


def prior(both: Counts, *, weight: float = PRIOR) -> Floats:
    """The Dirichlet prior: each word as often as in all the texts together, *weight* words in all."""
    return both.totals() * (weight / max(float(both.lengths.sum()), 1.0))


def _logit(y: Floats, n: float, alpha: Floats) -> Floats:
    mine = y + alpha
    return np.asarray(np.log(mine) - np.log(n + _whole(alpha) - mine), dtype=np.float64)


def _token_variance(y: Floats, n: float, alpha: Floats) -> Floats:
    mine = y + alpha
    return np.asarray(1 / mine + 1 / (n + _whole(alpha) - mine), dtype=np.float64)


def _whole(alpha: Floats) -> float:
    return float(alpha.sum())


def _sum(group: Counts) -> float:
    return float(group.lengths.sum())


def _rate(group: Counts, alpha: Floats) -> Floats:
    return np.asarray((group.totals() + alpha) / (_sum(group) + _whole(alpha)), dtype=np.float64)


def _squares(group: Counts, rate: Floats) -> Floats:
    """Sum over articles of (count − rate · length)², about its mean."""
    squares = np.asarray(group.table.multiply(group.table).sum(axis=0)).ravel()
    crossed = np.asarray(group.table.T @ group.lengths).ravel()
    whole = squares - 2 * rate * crossed + rate**2 * (group.lengths**2).sum()
    about = (group.totals() - rate * _sum(group)) ** 2 / max(group.lengths.size, 1)
    return np.asarray(np.maximum(whole - about, 0), dtype=np.float64)


def _spread(group: Counts, rate: Floats, alpha: Floats) -> Floats:
    """Variance of the logit of one group's rate, from the spread of its own articles."""
    articles = max(group.lengths.size, 2)
    each = _squares(group, rate) / (articles - 1)
    return _on_the_logit(each * articles, group, rate, alpha)


def _together(first: Counts, second: Counts, alpha: Floats) -> Floats:
    """Variance of the difference, from the spread of both groups' articles, each about its own rate."""
    groups = (first, second)
    squares = [_squares(group, _rate(group, alpha)) for group in groups]
    each = (squares[0] + squares[1]) / max(sum(group.lengths.size for group in groups) - 2, 1)
    whole = sum(_sum(group) for group in groups) + _whole(alpha)
    rate = (first.totals() + second.totals() + alpha) / whole
    parts = [_on_the_logit(each * group.lengths.size, group, rate, alpha) for group in groups]
    return np.asarray(parts[0] + parts[1], dtype=np.float64)


def _on_the_logit(variance: Floats, group: Counts, rate: Floats, alpha: Floats) -> Floats:
    return np.asarray(variance / (_sum(group) + _whole(alpha)) ** 2 / (rate * (1 - rate)) ** 2, dtype=np.float64)
