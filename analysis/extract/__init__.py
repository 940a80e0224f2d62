"""Page → Article: bytes in, rows out; no network, no disk, no clock."""
