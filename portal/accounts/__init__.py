"""Signing in: what this site adds to allauth."""
