"""Eurasia Review: a WordPress site that mixes its own analysis with agencies' and institutes' copy."""

from analysis.collect.sources import Feed, GdeltDoc, MediaCloud, Sitemap, Wayback, WordPress
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="Eurasia Review",
    home="https://www.eurasiareview.com/",
    country="US",
    language="en",
    timezone="UTC",
    hosts=("eurasiareview.com",),
    aliases=("Eurasia Review",),
    sources=(
        WordPress("https://www.eurasiareview.com/"),
        Feed("https://www.eurasiareview.com/feed/"),
        Sitemap("https://www.eurasiareview.com/sitemap_index.xml"),
        Sitemap("https://www.eurasiareview.com/wp-sitemap.xml"),
        MediaCloud("eurasiareview.com"),
        GdeltDoc(("eurasiareview.com",)),
        Wayback("https://www.eurasiareview.com/", "host"),
    ),
    read=Readers(
        body=(".entry-content > p", "article .post-content p"),
        headline_suffixes=(" – Eurasia Review", " - Eurasia Review", " Eurasia Review"),
        not_people=("Eurasia Review",),
    ),
    note="No recorded answer of this site was at hand: interface, feed and sitemaps follow what WordPress sites do, and the "
    "ledger says if they do not answer. It republishes agencies; look at the byline before you call a text its own.",
)
