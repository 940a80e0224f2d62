"""What is no article is named as what it is, and an article that looks a little like it stays one."""

from datetime import UTC, datetime

import pytest

from analysis.errors import NotAnArticle
from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers
from analysis.tables import Article

LINE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper."
TEXT = "".join(f"<p>{LINE.replace('four', str(number))}</p>" for number in range(4))
CARDS = "".join(
    f"<div class='card'><h3><a href='/2030/05/0{n}/lamp'>Lamp number {n} goes dark in the north again</a></h3><p>{LINE}</p></div>"
    for n in range(1, 10)
)
PICTURES = "".join(f"<figure><img><figcaption>Lamp {n} of the north at dawn</figcaption></figure>" for n in range(9))
PARTNERS = (
    "We and our 842 partners store and access information on a device, such as cookies, and process personal data such as "
    "unique identifiers for personalised advertising. You may consent to our processing or look at what we would do."
)
ADDRESS = "https://herald.example/2030/05/06/lamp"


def read(title: str, body: str, url: str = ADDRESS, head: str = "") -> Article:
    """The article of a page."""
    page = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    return article(Capture("", url, page.encode(), "text/html", datetime(2030, 6, 1, tzinfo=UTC)), Readers())


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "Oops! We can't find that page",
        "Sorry, this page is no longer available",
        "404",
        "404 – Not Found",
        "503 Service Unavailable",
        "An error occurred",
        "Access to this page has been denied",
        "Just a moment...",
        "Seite nicht gefunden",
        "Fehler 404: Diese Seite existiert nicht",
        "Page introuvable",
        "Oups ! Cette page n’existe pas",
        "Página no encontrada",
        "Pagina niet gevonden",
        "Pagina non trovata",
        "Страница не найдена",
        "ページが見つかりません",
        "Let’s confirm you are human",
        "Human Verification",
    ],
)
def test_an_error_with_status_200_is_named_by_its_title(title):
    """Also where it offers nine other articles, which are more text than many an article has."""
    with pytest.raises(NotAnArticle, match="an error page by its title"):
        read(title, f"<p>It may have been moved. Here is what others read.</p>{CARDS}")


@pytest.mark.parametrize(
    "title",
    [
        "Error at lamp factory cost the north its light",
        "Access denied: how the board shut the pier",
        "404 boats waited outside the bar",
        "Sorry, says the keeper who slept",
        "Signs of rust were found on the lamp",
        "Lost lamp not found after a week of search",
    ],
)
def test_a_headline_that_begins_like_an_error_is_a_headline(title):
    """On a page that states nothing else about itself."""
    assert read(title, f"<article>{TEXT}</article>").headline == title


@pytest.mark.parametrize("path", ["world/europe", "category/lamps/page/2", "topic/lamps", "profile/nora-vell"])
def test_a_section_at_any_depth_is_a_list(path):
    """Every heading is a link, and none is followed by more than a teaser."""
    with pytest.raises(NotAnArticle, match="a list of articles: 9 headings are links"):
        read("Lamps", CARDS, f"https://herald.example/{path}")


@pytest.mark.parametrize("set_in", ["p", "div"])
def test_an_article_above_a_list_of_others_is_an_article(set_in):
    """Four paragraphs in a row are a text, though nine linked headings follow, and whether or not they are set as paragraphs."""
    found = read("A lamp goes dark again", f"<article>{TEXT.replace('p>', f'{set_in}>')}</article>{CARDS}")

    assert LINE.replace("four", "0") in found.text


def test_a_page_that_states_its_time_of_publication_is_no_list():
    """A round-up is an article of linked headings, and says so."""
    stated = "<meta property='article:published_time' content='2030-05-06T10:00:00Z'>"

    assert read("Nine lamps of the north", f"<article>{CARDS}</article>", head=stated).words > 100


def test_a_consent_wall_under_the_outlets_name_is_named_by_its_words():
    """Its title is the outlet's; partners, cookies, consent and personal data in a few lines are no news."""
    with pytest.raises(NotAnArticle, match="a consent page by its words"):
        read("The Herald", f"<div><p>{PARTNERS}</p></div><button>Accept all</button>")


@pytest.mark.parametrize("title", ["Log in to The Herald", "Sign in", "Before you continue", "We value your privacy"])
def test_a_door_is_named_by_its_title(title):
    """Sign-in pages and consent walls that say what they are."""
    with pytest.raises(NotAnArticle, match="a consent or sign-in page by its title"):
        read(title, f"<form><input></form><p>{LINE} {LINE}</p>")


def test_a_gallery_is_named_by_its_address():
    """Its words are captions."""
    with pytest.raises(NotAnArticle, match="a gallery by its address"):
        read(
            "Lamps of the north in pictures", PICTURES + f"<p>{LINE} {LINE}</p>", "https://herald.example/gallery/lamps"
        )


def test_front_pages_that_were_recorded_are_named(shared):
    """Those of the New York Times and the Washington Post."""
    import gzip

    fronts = {
        "nytimes/html/homepage_2024-03-25.html.gz": "https://www.nytimes.com/",
        "washingtonpost/html/shortlink-resolved-to-homepage.html.gz": "https://www.washingtonpost.com/",
    }
    for name, url in fronts.items():
        body = gzip.decompress((shared / "recorded" / name).read_bytes())
        with pytest.raises(NotAnArticle, match="front or section"):
            article(Capture("", url, body, "text/html", datetime(2030, 6, 1, tzinfo=UTC)), Readers())


def test_an_article_at_a_short_address_is_no_front_page():
    """Small sites' articles stand at "/lamp" and say nothing of their kind; a section there is a list."""
    found = read("Lamp goes dark in the north", TEXT, "https://herald.example/lamp")
    assert found.words > 70

    with pytest.raises(NotAnArticle, match="front or section"):
        read("The north", CARDS, "https://herald.example/north")


def test_pictures_with_captions_alone_are_a_gallery():
    """Whatever the address says; a text with pictures among it is an article."""
    captions = PICTURES.replace("at dawn", "at dawn, as seen from the pier by those who had waited for it all night")

    with pytest.raises(NotAnArticle, match="gallery"):
        read("The lamps of the north in pictures", captions)
    assert read("The lamps of the north in pictures", TEXT + captions).text.count("dawn") == 0


@pytest.mark.parametrize(
    "said",
    [
        "We looked everywhere, but the page you asked for does not exist any more. Try the search, or go to our front page and read on.",
        "Well, the lamp is out: this page was not found. It may have another address now, and our search knows most of what we wrote.",
    ],
)
def test_an_error_is_named_by_its_first_words_where_its_title_jokes(said):
    """Below it stands what others read."""
    with pytest.raises(NotAnArticle, match="an error page by its first words"):
        read("Oh dear, oh dear!", f"<p>{said}</p><p>{LINE}</p><p>{LINE} Again.</p>", head="<meta name='x' content='y'>")
    assert (
        read("A page is torn out", f"<p>The keeper said that the page could not be found, and wept.</p>{TEXT}").words
        > 80
    )


@pytest.mark.parametrize(
    "said",
    [
        "Mit Werbung: Wir und unsere Partner nutzen Cookies und personenbezogene Daten; die Einwilligung endet auf Wunsch im Menü am Fuß der Seite.",
        "Avec votre consentement, nos partenaires et nous utilisons des cookies et des données personnelles pour montrer des annonces sur ce site.",
    ],
)
def test_a_consent_wall_is_named_in_other_languages(said):
    """Its title is the site's name."""
    with pytest.raises(NotAnArticle, match="consent"):
        read("Leuchtturm", f"<p>{said}</p><p>{said[:60]}</p>")
