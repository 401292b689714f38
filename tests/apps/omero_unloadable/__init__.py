"""An app that fails as soon as Django loads it."""
