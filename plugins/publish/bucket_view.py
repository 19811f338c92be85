"""What readers get from a bucket: copies of kept objects, each told as what it is and for how long it may be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..core.publishing.http_headers import CACHE_TIMES, content_type, freshness
from ..core.publishing.release import ENDINGS, order
from .backend import Progress
from .bucket import Bucket
from .bucket_index import HOME, OBJECTS

_CODINGS = {"br": "br", "gz": "gzip"}


class BucketView:
    """Of one bucket, as its last listing and what was done since say."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def files(self) -> set[str]:
        """Everything readers can ask for."""
        return {key for key in self._bucket.etags if not key.startswith(HOME)}

    def shows(self, file: str, digest: str) -> bool:
        """Whether readers get what is kept under the sum: the storage's own checksums of both are the same."""
        etag = self._bucket.etags.get(file)
        return etag is not None and etag == self._bucket.etags.get(OBJECTS + digest)

    def show(self, file: str, digest: str) -> None:
        """Put a kept object where readers ask for it; a compressed copy is told as what it is a copy of."""
        name, _, ending = file.rpartition(".")
        shown = name if ending in ENDINGS else file
        self._bucket.fence()
        kind, cache = content_type(shown), CACHE_TIMES[freshness(shown)]
        self._bucket.copy(OBJECTS + digest, file, kind, cache, _CODINGS.get(ending, ""))

    def show_all(self, files: Iterable[str], wanted: Mapping[str, str], progress: Progress) -> None:
        """Likewise, assets before pages before feeds, several at once. wanted: file → sum."""
        ranked = sorted((order(file), file) for file in files)
        for rank in sorted({rank for rank, _ in ranked}):
            batch = [file for number, file in ranked if number == rank]
            self._bucket.many(batch, lambda file: self.show(file, wanted[file]), "thay", progress)

    def hide(self, files: Iterable[str]) -> None:
        """Take files from readers; those that are not there are passed over."""
        self._bucket.fence()
        self._bucket.delete([file for file in sorted(files) if file in self._bucket.etags])
