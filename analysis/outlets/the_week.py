"""The Week: feeds and sitemaps; it mostly reports what others report."""

from analysis.collect.sources import ArchivePage, Feed, GdeltDoc, MediaCloud, Sitemap, Wayback
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The Week",
    home="https://theweek.com/",
    country="GB",
    language="en",
    timezone="Europe/London",
    hosts=("theweek.com", "theweek.co.uk"),
    aliases=("The Week", "theweek.com"),
    sources=(
        Feed("https://theweek.com/feeds/all.rss.xml"),
        Feed("https://theweek.com/feeds.xml"),
        Sitemap("https://theweek.com/sitemap-news.xml"),
        Sitemap("https://theweek.com/sitemap.xml"),
        ArchivePage("https://theweek.com/archive"),
        MediaCloud("theweek.com"),
        GdeltDoc(("theweek.com", "theweek.co.uk")),
        Wayback("https://theweek.com/", "host"),
        Wayback("https://www.theweek.co.uk/", "host"),
    ),
    read=Readers(
        body=("#article-body :is(p, h2, h3)",),
        headline_suffixes=(" | The Week", " | The Week UK"),
        not_people=("The Week Staff", "The Week US", "The Week UK", "The Week"),
        boilerplate=(
            r"Subscribe to The Week",
            r"Escape your echo chamber\..*",
            r"Sign up for The Week.{0,80}",
            r"From our morning news briefing .*",
            r"SUBSCRIBE & SAVE",
            r"ADVERTISEMENT",
        ),
    ),
    note="Two newsrooms, London and New York, write under this name; theweek.co.uk was merged into theweek.com. "
    "The addresses of feeds, sitemaps and archive were found in public code and never seen to answer: the ledger says if they do not.",
)
