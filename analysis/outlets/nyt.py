"""The New York Times: what its interfaces, feeds and sitemaps list; its pages are not for programs."""

from analysis.collect.sources import Feed, GdeltDoc, NytArchive, NytSearch, NytWire, Sitemap
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The New York Times",
    home="https://www.nytimes.com/",
    country="US",
    language="en",
    timezone="America/New_York",
    hosts=("nytimes.com", "nyti.ms"),
    aliases=("The New York Times", "New York Times", "NYT", "the NYT", "N.Y. Times"),
    sources=(
        NytSearch(),
        NytArchive(),
        NytWire(),
        Feed("https://rss.nytimes.com/services/xml/rss/nyt/World.xml"),
        Feed("https://rss.nytimes.com/services/xml/rss/nyt/HomePage.xml"),
        Feed("https://rss.nytimes.com/services/xml/rss/nyt/US.xml"),
        Feed("https://rss.nytimes.com/services/xml/rss/nyt/Europe.xml"),
        Feed("https://rss.nytimes.com/services/xml/rss/nyt/AsiaPacific.xml"),
        Sitemap("https://www.nytimes.com/sitemaps/new/news.xml.gz"),
        Sitemap("https://www.nytimes.com/sitemaps/new/sitemap.xml.gz"),
        GdeltDoc(("nytimes.com",)),
    ),
    read=Readers(
        state="preloaded",
        body=(
            "section[name=articleBody] p, section[name=articleBody] h2, section[name=articleBody] h3, section[name=articleBody] li",
            "#story .story-body-text, #story .story-subheading, #story .story-body blockquote",
            ".articleBody p, .articleBody h4",
        ),
        headline_suffixes=(" - The New York Times",),
        not_people=("The New York Times", "The Editorial Board"),
        address_dated=False,  # the printed paper's day, often the day after
        boilerplate=(
            r"Advertisement",
            r"Supported by",
            r"Continue reading the main story",
            r"What we consider before using anonymous sources\..*",
            r"Learn more about our process\.?",
        ),
    ),
    fetch_pages=False,
    note="The head of its robots.txt forbids collecting pages by program: only what interfaces (with NYT_API_KEY: leads and "
    "abstracts, back to 1851), feeds and sitemaps list is taken. "
    "For texts, bring files that a subscriber saved.",
)
