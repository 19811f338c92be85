"""Signature version 4 of a question to S3-compatible storage that has no body: what its headers must say."""

from __future__ import annotations

import hmac
import time
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

_NOTHING = sha256(b"").hexdigest()
_SIGNED = "host;x-amz-content-sha256;x-amz-date"


class Signer(NamedTuple):
    """Who asks. host: with its port, where that is none of its own."""

    host: str
    region: str
    key: str
    secret: str

    def headers(self, path: str, query: str, now: float) -> dict[str, str]:
        """The headers of a GET. path, query: as they are sent, the query's parts in order; now: POSIX seconds."""
        moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
        scope = f"{moment[:8]}/{self.region}/s3/aws4_request"
        asked = f"host:{self.host}\nx-amz-content-sha256:{_NOTHING}\nx-amz-date:{moment}\n"
        question = f"GET\n{path}\n{query}\n{asked}\n{_SIGNED}\n{_NOTHING}"
        signed = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(question.encode()).hexdigest()}"
        signature = _hmac(_day_key(self.secret, moment[:8], self.region), signed).hex()
        return {
            "Host": self.host,
            "X-Amz-Content-SHA256": _NOTHING,
            "X-Amz-Date": moment,
            "Authorization": f"AWS4-HMAC-SHA256 Credential={self.key}/{scope}, SignedHeaders={_SIGNED}, "
            f"Signature={signature}",
        }


@lru_cache(maxsize=8)
def _day_key(secret: str, day: str, region: str) -> bytes:
    """The key that signs all of a day's questions."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
