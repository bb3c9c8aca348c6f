"""A fast hasher for secrets that we generate ourselves."""

import hashlib
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare


class HighEntropySecretHasher(BasePasswordHasher):
    """SHA-256 with a salt, for secrets of 256 random bits or more, which nobody can guess whatever the speed.

    A slow hasher would let anyone who asks for tokens exhaust the processor (0.4 s each). Never for a password that
    a person chose: it stands last in `PASSWORD_HASHERS`, so that only its own prefix leads to it.
    """

    algorithm = "he_sha256"

    def encode(self, password: str, salt: str) -> str:
        digest = hashlib.sha256((salt + password).encode()).hexdigest()
        return f"{self.algorithm}${salt}${digest}"

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        return constant_time_compare(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> Any:
        return {"algorithm": self.algorithm}

    def must_update(self, encoded: str) -> bool:
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to even out: every verification costs the same few microseconds."""
