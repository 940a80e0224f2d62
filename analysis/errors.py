"""Everything that we raise, drawn once; the type tells the caller what to do.

SamestoryError
├── Skip                 leave this one out, note it as an Attempt, go on
│   ├── NotAnArticle     read, and it is no article
│   ├── Paywalled        a wall stands where the text should be
│   ├── OutOfWindow      an article, but not of the event's days
│   └── Unreadable       bytes that no reader makes sense of
├── Refused              the web's answer, or our manners, say no: note it, go on
│   ├── Disallowed       robots.txt, or an address that we never fetch
│   ├── Blocked          401, 403, 451 and their like
│   ├── Absent           404, 410
│   └── Failed           broken, endless, too large, unreachable
├── TryAgain             later: 429, 503; carries how long to wait
└── Stop                 a person must act; the message says on what
    ├── BadInput         a file or a field that we cannot use: file, line, key
    ├── BadTable         a frame that is not the noun that it claims to be
    ├── Missing          a table, an event or an outlet that is not there
    └── Incomplete       a report was written, and something in it is missing
"""

from typing import ClassVar


class SamestoryError(Exception):
    """Root of all; never raised itself."""


class Skip(SamestoryError):
    """Leave this one out, note why, go on with the next."""

    outcome: ClassVar[str] = "unreadable"


class NotAnArticle(Skip):
    """A front page, a gallery, a consent wall, an error page with status 200."""

    outcome: ClassVar[str] = "not_an_article"


class Paywalled(Skip):
    """The page says that the text is for subscribers, and shows no text."""

    outcome: ClassVar[str] = "paywalled"


class OutOfWindow(Skip):
    """Published before or after the event's window."""

    outcome: ClassVar[str] = "out_of_window"


class Unreadable(Skip):
    """Bytes that no reader makes sense of."""

    outcome: ClassVar[str] = "unreadable"


class Refused(SamestoryError):
    """We did not get it; the outcome says in the ledger's words why."""

    outcome: ClassVar[str] = "failed"


class Disallowed(Refused):
    """robots.txt or our own rule (private addresses) forbids it."""

    outcome: ClassVar[str] = "disallowed"


class Blocked(Refused):
    """The outlet does not want this client."""

    outcome: ClassVar[str] = "blocked"


class Absent(Refused):
    """Nothing at this address, or no longer."""

    outcome: ClassVar[str] = "absent"


class Failed(Refused):
    """Broken, endless, too large or unreachable."""

    outcome: ClassVar[str] = "failed"


class TryAgain(SamestoryError):
    """The other side asks for patience."""

    outcome: ClassVar[str] = "rate_limited"

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after
        """Seconds to wait, where the answer says so."""


class Stop(SamestoryError):
    """A person must act; the command ends with this message and exit code 2."""


class BadInput(Stop):
    """A file or a field that we cannot use; the message names file, line or key and what is allowed."""


class BadTable(Stop):
    """A frame that is not the noun that it claims to be."""


class Missing(Stop):
    """A table, an event or an outlet that is not there; the message says what makes it."""


class Incomplete(Stop):
    """A report was written and says itself what is missing in it; exit code 3."""
