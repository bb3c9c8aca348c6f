"""Files that people hand in are read in memory and never rest on a disk; a larger request is refused before it is read.

It stands below every form: a request's body is parsed before any view, by whoever looks for its token first.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Quota(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: refuses what MemoryFileUploadHandler, the only other, would let by."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 - Django’s own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("a larger file than anyone is asked for")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Left to the next handler."""
