"""Farshore: the demo's news agency; made up."""

from analysis.collect.sources import Feed
from analysis.extract.readers import Readers
from analysis.outlets import Outlet

OUTLET = Outlet(
    name="Farshore",
    home="https://farshore.example/",
    country="ZZ",
    language="en",
    timezone="Europe/Paris",
    hosts=("farshore.example",),
    aliases=("the Farshore news agency", "the Farshore agency"),
    agency=True,
    sources=(Feed("https://farshore.example/wire.atom"),),
    read=Readers(body=(".copy > p",), not_people=("Farshore staff",)),
    made_up=True,
    note="Made up, for the demo event; ZZ is no country.",
)
