"""The Guardian: its Open Platform, feeds of sections, a news sitemap of the last two days, pages open to all."""

from analysis.collect.sources import Feed, GdeltDoc, GuardianApi, Sitemap, Wayback
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The Guardian",
    home="https://www.theguardian.com/",
    country="GB",
    language="en",
    timezone="Europe/London",
    hosts=("theguardian.com", "guardian.co.uk", "gu.com"),
    aliases=("The Guardian", "Guardian"),
    sources=(
        GuardianApi(),
        Feed("https://www.theguardian.com/world/rss"),
        Feed("https://www.theguardian.com/international/rss"),
        Feed("https://www.theguardian.com/uk/rss"),
        Feed("https://www.theguardian.com/us-news/rss"),
        Feed("https://www.theguardian.com/commentisfree/rss"),
        Sitemap("https://www.theguardian.com/sitemaps/news.xml"),
        GdeltDoc(("theguardian.com",)),
        Wayback("https://www.theguardian.com/world/", "prefix"),
    ),
    read=Readers(
        body=(
            ".article-body-viewer-selector > :is(p, h2, h3, blockquote, ul, ol)",
            "[data-gu-name=body] :is(p, h2, h3)",
            "[itemprop=articleBody] :is(p, h2, h3)",
            "#article-body-blocks p",
        ),
        headline_suffixes=(" | The Guardian", " | US news | The Guardian", " | World news | The Guardian"),
        not_people=("Guardian staff reporter", "Guardian staff", "Guardian staff and agencies", "Staff and agencies"),
        boilerplate=(
            r"This article is more than \d+ (month|year)s? old\.?",
            r"Sign up to .{0,120}",
            r"Continue reading\W*",
            r"Live feed",
        ),
    ),
    note="With a key (GUARDIAN_API_KEY) its Open Platform gives texts back to 1999, live blogs block by block. Without, feeds and the "
    "news sitemap reach back days, not years: for older events bring files, or name addresses.",
)
