"""The web → sightings, responses and attempts; the only room that reaches out."""
