"""No waiting between retries."""

import pytest
import stamina


@pytest.fixture(autouse=True)
def _no_waiting():
    """Stamina counts its tries as always and does not sleep between them."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield
