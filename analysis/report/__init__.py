"""Notebook + parameters → one offline HTML page; all pages of an event → a folder that people share."""

from analysis.report.edition import Edition, Outcome
from analysis.report.page import Notice
from analysis.report.runner import report

__all__ = ["Edition", "Notice", "Outcome", "report"]
