"""Turns at a host."""

from analysis.collect.pace import Clock, Pacer


def test_each_host_has_its_own_queue(hours):
    """Two requests to one host lie apart; another host's goes out at once."""
    pacer = Pacer(hours.clock())

    for host in ("a", "b", "a"):
        pacer.wait(host, 5)

    assert hours.naps == [5]


def test_the_gap_is_never_shorter_and_a_quarter_longer_at_most(hours):
    """With chance at its highest."""
    pacer = Pacer(Clock(ticks=lambda: hours.ticks, sleep=hours.sleep, chance=lambda: 1.0))

    for _ in range(2):
        pacer.wait("a", 4)

    assert hours.naps == [5]


def test_time_that_passed_anyway_counts(hours):
    """A slow answer is a pause, too."""
    pacer = Pacer(hours.clock())
    pacer.wait("a", 5)
    hours.ticks += 4

    pacer.wait("a", 5)

    assert hours.naps == [1]


def test_a_host_that_asks_for_patience_holds_everyone_back(hours):
    """Not only the request that was refused."""
    pacer = Pacer(hours.clock())

    pacer.hold("a", 30)
    pacer.wait("a", 5)
    pacer.wait("b", 5)

    assert hours.naps == [30]
