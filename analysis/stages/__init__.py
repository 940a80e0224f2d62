"""Stages: each reads a noun, calls a room, and writes the next noun."""
