"""The Lantern: the demo's digest of what others report; made up."""

from analysis.collect.sources import Sitemap
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="The Lantern",
    home="https://thelantern.example/",
    country="ZZ",
    language="en",
    timezone="Europe/Paris",
    hosts=("thelantern.example",),
    sources=(Sitemap("https://thelantern.example/sitemap.xml"),),
    read=Readers(headline_suffixes=(" | The Lantern",), not_people=("The Lantern staff",)),
    made_up=True,
    note="Made up, for the demo event; ZZ is no country. It dates its articles by the day.",
)
