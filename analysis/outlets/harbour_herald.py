"""Harbour Herald: the demo's campaigning daily; made up."""

from analysis.collect.sources import Feed, Sitemap
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="Harbour Herald",
    home="https://harbourherald.example/",
    country="ZZ",
    language="en",
    timezone="Europe/Paris",
    hosts=("harbourherald.example",),
    aliases=("the Harbour Herald", "the Herald"),
    sources=(
        Feed("https://harbourherald.example/rss"),
        Sitemap("https://harbourherald.example/news-sitemap.xml"),
    ),
    read=Readers(body=(".story__par",), headline_suffixes=(" | Harbour Herald",)),
    made_up=True,
    note="Made up, for the demo event; ZZ is no country.",
)
