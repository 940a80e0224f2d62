"""Articles → Memberships, storylines and Reuse: pure."""
