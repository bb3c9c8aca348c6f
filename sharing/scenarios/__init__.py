"""The law as stories that run: read strictly, staged and played through the real services."""
