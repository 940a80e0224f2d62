"""A sighting → the response that its address leads to, or the reason why there is none; always one attempt."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from analysis.collect.addresses import masked
from analysis.collect.client import Response
from analysis.errors import Blocked, Failed, NotAnArticle, Refused, Skip, TryAgain
from analysis.tables import Attempt, Outcome, Sighting

# Hosts and paths of pages that ask for consent to tracking before they show anything.
_CONSENT_HOSTS = ("consent.", "guce.", "myprivacy.")
_CONSENT_PATHS = ("/gdpr-consent",)


def capture(sighting: Sighting, fetch: Callable[[str], Response], now: datetime) -> tuple[Response | None, Attempt]:
    """The response for a sighting's address, or None, and the one attempt that tells how the try ended.

    A redirect to a front page or a consent wall answers 200 and is no article: it ends as such. A page with nothing in it
    is none that was read: it ends as failed, and is asked for again.
    """
    try:
        response = fetch(sighting.url)
        _check(sighting.url, response.final_url)
        if not response.body.strip():
            raise Failed(f"{urlsplit(response.final_url).netloc} answers {response.status} with an empty page")
    except (Refused, Skip, TryAgain) as why:
        return None, _attempt(sighting, now, cast("Outcome", why.outcome), str(why))
    moved = "" if response.final_url == sighting.url else f", after redirects to {masked(response.final_url)}"
    same = "unchanged, " if response.unchanged else ""
    return response, _attempt(sighting, response.at, "kept", f"{same}{len(response.body):,} bytes{moved}")


def check_consent(final_url: str) -> None:
    """Return if the address is none of a page that asks for consent before it shows anything.

    Raises:
        Blocked: it is one.
    """
    end = urlsplit(final_url)
    if (end.hostname or "").startswith(_CONSENT_HOSTS) or end.path.startswith(_CONSENT_PATHS):
        raise Blocked(f"a consent wall stands before it, at {end.hostname}")


def _check(url: str, final_url: str) -> None:
    check_consent(final_url)
    end = urlsplit(final_url)
    if urlsplit(url).path.strip("/") and not end.path.strip("/") and not end.query:
        raise NotAnArticle(f"it leads to the front page of {end.hostname}")


def _attempt(sighting: Sighting, at: datetime, outcome: Outcome, reason: str) -> Attempt:
    return Attempt(
        outlet=sighting.outlet,
        source=sighting.source,
        url=sighting.url,
        at=at,
        stage="capture",
        outcome=outcome,
        reason=reason,
        published_on=sighting.published_at.date() if sighting.published_at else None,
    )
