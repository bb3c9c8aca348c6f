"""Passwords of people who do not exist."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The site's own hasher at its least cost: nobody will try to guess these."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
