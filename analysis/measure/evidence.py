"""Articles → sentences, and the sentences behind each number."""

import re
from functools import cache
from importlib.resources import files

import polars as pl

SENTENCES = pl.Schema(
    {
        "article": pl.String(),
        "outlet": pl.String(),
        "paragraph": pl.Int64(),
        "sentence": pl.Int64(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "text": pl.String(),
    }
)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s+["'“‘«(\[]*[^\W_a-zß-öø-ÿ])|[。！？]+[」』”’]*|[।؟]+(?=\s)""")
_LAST_WORD = re.compile(r"[^\s\"'“”‘’()\[\]]+$")


def sentences(articles: pl.DataFrame) -> pl.DataFrame:
    """Sentences of every article, in order.

    Returns article (id), outlet, paragraph and sentence (both 0 for the first of the article), start, end (characters
    in the article's text), text.
    """
    rows = [
        (article, outlet, paragraph, number, start, end, text[start:end])
        for article, outlet, text in articles.select("id", "outlet", "text").iter_rows()
        for number, (paragraph, start, end) in enumerate(_spans(text))
    ]
    return pl.DataFrame(rows, schema=SENTENCES, orient="row")


def at(spans: pl.DataFrame, split: pl.DataFrame) -> pl.DataFrame:
    """The sentence in which each span starts: the rows of *spans* (key, article, start) with its words as ``sentence``."""
    begins = split.select("article", pl.col("start"), stop="end", sentence="text").sort("start")
    return (
        spans.sort("start")
        .join_asof(begins, on="start", by="article", strategy="backward", check_sortedness=False)
        .filter(pl.col("start") < pl.col("stop"))
        .drop("stop")
    )


def behind(keyed: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The evidence of a figure: every sentence of every key, earliest article first.

    *keyed* has key, article and sentence (words). Returns key, outlet (name), headline, url, published_at, sentence.
    """
    told = articles.select("headline", "url", "published_at", article="id", outlet="outlet_name")
    return (
        keyed.select("key", "article", "sentence")
        .unique(maintain_order=True)
        .join(told, on="article", how="inner", maintain_order="left")
        .sort("key", "published_at", nulls_last=True, maintain_order=True)
        .select("key", "outlet", "headline", "url", "published_at", "sentence")
    )


def _spans(text: str) -> list[tuple[int, int, int]]:
    return [
        (number, start, end)
        for number, block in enumerate(_PARAGRAPH.finditer(text))
        for start, end in _cut(text, block.start(), block.end())
    ]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, begin = [], start
    for mark in _END.finditer(text, start, end):
        if not _abbreviated(text[begin : mark.end()]):
            found.append((begin, mark.end()))
            begin = mark.end()
    return [trimmed for cut in [*found, (begin, end)] if (trimmed := _trim(text, *cut))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    return (left, right) if left < right else None


def _abbreviated(piece: str) -> bool:
    """Whether the point at the end belongs to a short form (Mr., U.S., J.) and ends no sentence."""
    last = _LAST_WORD.search(piece)
    if not piece.endswith(".") or last is None:
        return False
    word = last.group().lower()
    return word in _abbreviations() or re.fullmatch(r"\w\.", word) is not None


@cache
def _abbreviations() -> frozenset[str]:
    lines = files("analysis.measure").joinpath("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.lower() for line in lines if not line.startswith("#") for word in line.split())
