"""The Quay Ledger: the demo's business paper; made up."""

from analysis.collect.sources import Feed, Sitemap
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The Quay Ledger",
    home="https://quayledger.example/",
    country="ZZ",
    language="en",
    timezone="Europe/Paris",
    hosts=("quayledger.example",),
    aliases=("Quay Ledger", "the Ledger"),
    sources=(
        Feed("https://quayledger.example/feeds/all.xml"),
        Sitemap("https://quayledger.example/sitemap-articles.xml"),
    ),
    read=Readers(body=(".article-body > p",), headline_suffixes=(" - The Quay Ledger",)),
    made_up=True,
    note="Made up, for the demo event; ZZ is no country.",
)
