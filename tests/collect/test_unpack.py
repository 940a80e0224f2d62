"""Packed bytes: whole, split anywhere, broken, too large."""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.unpack import first, gunzipped, limited, unpacked
from analysis.errors import Failed


@given(st.binary(max_size=5000), st.integers(1, 200), st.sampled_from(["gzip", "deflate"]))
def test_what_was_packed_comes_back_however_it_is_cut(content, size, encoding):
    """Pieces as a network makes them."""
    packed = gzip.compress(content) if encoding == "gzip" else zlib.compress(content)

    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]

    assert b"".join(unpacked(pieces, encoding)) == content


@given(st.binary(min_size=1, max_size=500), st.integers(1, 10_000))
def test_whatever_is_missing_at_the_end_is_noticed(content, cut):
    """Even the last byte of the checksum."""
    packed = gzip.compress(content)
    short = packed[: max(1, len(packed) - 1 - cut % (len(packed) - 1))]

    with pytest.raises(Failed):
        list(unpacked([short], "gzip"))


@given(st.binary(max_size=300))
def test_any_bytes_are_unpacked_or_refused(junk):
    """Never another error."""
    with contextlib.suppress(Failed):
        assert isinstance(b"".join(unpacked([junk], "gzip")), bytes)


def test_a_body_that_is_not_packed_stays_as_it_is():
    """A server that ignores our wish."""
    assert list(unpacked([b"a", b"b"], "identity")) == [b"a", b"b"]
    assert gunzipped(b"<urlset/>", 100) == b"<urlset/>"


def test_limits_hold_to_the_byte():
    """As many as allowed, and one more."""
    assert list(limited([b"abc", b"d"], 4)) == [b"abc", b"d"]
    with pytest.raises(Failed, match="larger than"):
        list(limited([b"abc", b"de"], 4))
    assert first(iter([b"abc", b"def"]), 4) == b"abcd"
    assert first(iter([b"ab"]), 4) == b"ab"


def test_padding_after_a_gzip_file_is_ignored():
    """Tapes and some servers pad with zeros."""
    assert gunzipped(gzip.compress(b"map") + b"\0" * 100, 1000) == b"map"
