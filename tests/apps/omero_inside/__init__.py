"""An app that tells what the worker that answers looks like inside."""
