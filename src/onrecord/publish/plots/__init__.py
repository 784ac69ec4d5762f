"""Plots: data turned into places on a drawing by pure functions, and drawn by the templates in ``publish/pages``."""
