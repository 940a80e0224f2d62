"""samestory: how different outlets told the same story."""

__version__ = "0.1.0"
