"""The Tide Courier: the demo's paper of record; made up."""

from analysis.collect.sources import Feed, Sitemap
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The Tide Courier",
    home="https://tidecourier.example/",
    country="ZZ",
    language="en",
    timezone="Europe/Paris",
    hosts=("tidecourier.example",),
    aliases=("Tide Courier", "the Courier"),
    sources=(
        Feed("https://tidecourier.example/feed.atom"),
        Sitemap("https://tidecourier.example/sitemap.xml"),
    ),
    read=Readers(body=(".article-text > p",), headline_suffixes=(" | The Tide Courier",)),
    made_up=True,
    note="Made up, for the demo event; ZZ is no country.",
)
