"""The workshop: everything a developer or a newcomer runs. Never imported by the site."""
