"""The Washington Post: feeds of sections and sitemaps; pages are often refused to programs."""

from analysis.collect.sources import Feed, GdeltDoc, MediaCloud, Sitemap, Wayback
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The Washington Post",
    home="https://www.washingtonpost.com/",
    country="US",
    language="en",
    timezone="America/New_York",
    hosts=("washingtonpost.com", "wapo.st"),
    aliases=("The Washington Post", "Washington Post", "WaPo"),
    sources=(
        Feed("https://feeds.washingtonpost.com/rss/world"),
        Feed("https://feeds.washingtonpost.com/rss/national"),
        Feed("https://feeds.washingtonpost.com/rss/politics"),
        Feed("https://feeds.washingtonpost.com/rss/opinions"),
        Feed("https://feeds.washingtonpost.com/rss/business"),
        Sitemap("https://www.washingtonpost.com/sitemaps/news-sitemap.xml.gz"),
        Sitemap("https://www.washingtonpost.com/sitemaps/sitemap.xml.gz"),
        MediaCloud("washingtonpost.com"),
        GdeltDoc(("washingtonpost.com",)),
        Wayback("https://www.washingtonpost.com/world/", "prefix"),
    ),
    read=Readers(
        state="arc",
        body=(
            "div[data-qa=article-body] :is(p, h2, h3, h4)",
            ".article-body :is(p, h2, h3, h4)",
            "#article_body :is(p, h3)",
        ),
        printed=("dc.date.issued",),
        headline_suffixes=(" - The Washington Post", " - Washington Post"),
        not_people=("Washington Post Staff", "Editorial Board", "Washington Post"),
        boilerplate=(r"Advertisement", r"AD", r"Subscribe to .{0,120}"),
    ),
    note="It refuses many clients and shows a consent wall to others; both are kept in the ledger as blocked or no article.",
)
