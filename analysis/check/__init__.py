"""Statements and sentences → a random draw, → a sheet to mark, → marks."""
