"""Measurements, and what they measure on."""
