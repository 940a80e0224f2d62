"""A date in words of one of fifteen languages → its day; years are written out, or nothing is read."""

import re
from datetime import date

# In order of the year; a name is read by its beginning, of three letters at least, so that abbreviations need no row.
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
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|º|er|\.)?\s+(?:de |of )?([^\W\d_]{3,12})\.?,?\s+(?:de |del )?((?:19|20)\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b")
_EAST = re.compile(r"((?:19|20)\d\d)\s*(?:年|년)\s*(\d{1,2})\s*(?:月|월)\s*(\d{1,2})\s*(?:日|일)")


def day(text: str) -> date | None:
    """The first day that the text writes out with its month's name, or in Chinese, Japanese or Korean; else None."""
    lower = text.casefold().replace("i̇", "i")
    hits = [(hit[3], _month(hit[2]), hit[1]) for hit in _DAY_FIRST.finditer(lower)]
    hits += [(hit[3], _month(hit[1]), hit[2]) for hit in _MONTH_FIRST.finditer(lower)]
    hits += [(hit[1], int(hit[2]), hit[3]) for hit in _EAST.finditer(lower)]
    return next((found for year, month, number in hits if (found := _date(int(year), month, int(number)))), None)


def _month(name: str) -> int:
    """1 to 12; 0 where no language, or two with different months, have such a name."""
    at = {
        months.index(month) + 1
        for months in map(str.split, _NAMES.values())
        for month in months
        if month == name or (len(name) < len(month) and month.startswith(name))
    }
    return at.pop() if len(at) == 1 else 0


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
