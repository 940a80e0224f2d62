"""A date in words of one of twenty-two languages → its day; years are written out, or nothing is read."""

import re
from datetime import date
from functools import cache

# In order of the year; a name is read by its beginning, of three letters at least, so that abbreviations need no row. After
# "=" it is read whole: its beginning is another month's elsewhere.
_NAMES = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta =marraskuuta joulukuuta",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "el": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
# From Monday on; abbreviations of three letters are read where they are no words of their own ("die", "mit", "sex").
_WEEKDAYS = tuple(
    map(
        str.split,
        (
            "monday tuesday wednesday thursday friday saturday sunday",
            "montag dienstag mittwoch donnerstag freitag samstag sonntag",
            "lundi mardi mercredi jeudi vendredi samedi dimanche",
            "lunes martes miércoles jueves viernes sábado domingo",
            "lunedì martedì mercoledì giovedì venerdì sabato domenica",
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
            "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        ),
    )
)
_NO_WEEKDAY = frozenset(["die", "mit", "sex", "seg", "ter"])
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|º|er|\.)?\s+(?:de |of )?([^\W\d_]{3,12})\.?,?\s+(?:de |del )?((?:19|20)\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b")
_YEAR_FIRST = re.compile(r"\b((?:19|20)\d\d)\.?\s+([^\W\d_]{3,12})\.?\s+(\d{1,2})\b")
_EAST = re.compile(r"((?:19|20)\d\d)\s*(?:年|년)\s*(\d{1,2})\s*(?:月|월)\s*(\d{1,2})\s*(?:日|일)")


def day(text: str) -> date | None:
    """The first day that the text writes out with its month's name, or in Chinese, Japanese or Korean; else None."""
    first = found(text)
    return first[0] if first else None


def found(text: str) -> tuple[date, int] | None:
    """That day, and where in the text it ends."""
    lower = text.lower().replace("i̇", "i")
    hits = [(hit[3], _month(hit[2]), hit[1], hit.end()) for hit in _DAY_FIRST.finditer(lower)]
    hits += [(hit[3], _month(hit[1]), hit[2], hit.end()) for hit in _MONTH_FIRST.finditer(lower)]
    hits += [(hit[1], _month(hit[2]), hit[3], hit.end()) for hit in _YEAR_FIRST.finditer(lower)]
    hits += [(hit[1], int(hit[2]), hit[3], hit.end()) for hit in _EAST.finditer(lower)]
    days = ((_date(int(year), month, int(number)), end) for year, month, number, end in hits)
    return next(((one, end) for one, end in days if one), None)


def named(word: str) -> bool:
    """Whether it is a month's name in one of the languages."""
    return len(word) >= 3 and _month(word.lower()) > 0


def weekday(word: str) -> int | None:
    """0 for a Monday's name in one of seven languages, whole or its first three letters; None for no weekday's."""
    low = word.lower()
    short = len(low) == 3 and low not in _NO_WEEKDAY
    at = {names.index(name) for names in _WEEKDAYS for name in names if name == low or (short and name.startswith(low))}
    return at.pop() if len(at) == 1 else None


def _month(name: str) -> int:
    """1 to 12; 0 where no language, or two with different months, have such a name."""
    at = _spelled().get(name, ())
    return next(iter(at)) if len(at) == 1 else 0


@cache
def _spelled() -> dict[str, frozenset[int]]:
    """Every name and every beginning of one → the months that it is, in whichever language."""
    found: dict[str, set[int]] = {}
    for months in map(str.split, _NAMES.values()):
        for month in months:
            whole, at = month.removeprefix("="), months.index(month) + 1
            # What is read whole begins with the mark, so that no beginning of the name is among these.
            for name in (whole, *(month[:end] for end in range(len(month)))):
                found.setdefault(name, set()).add(at)
    return {name: frozenset(which) for name, which in found.items()}


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
