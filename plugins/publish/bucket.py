"""A bucket, or a folder in one, as keys and bytes: every request to the object storage goes through here.

Credentials come from the environment and appear in no message; the storage checks a checksum of everything it is sent.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import md5
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..core.errors import PublishError
from .backend import Progress
from .targets import S3Target

WORKERS = 16
"""Requests at once."""
Unreachable = (BotoCoreError, ClientError)
"""What a request raises when the storage refuses or does not answer."""
_REFUSED = frozenset({"SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied", "403"})


class Bucket:
    """etags: every key below the prefix → the storage's checksum, as of the last `look` and what was done since;
    ages: keys → seconds since they were written, as of the last `look`."""

    def __init__(self, target: S3Target) -> None:
        self.target = target
        self.etags: dict[str, str] = {}
        self.ages: dict[str, float] = {}
        self._prefix = f"{target.prefix}/" if target.prefix else ""
        self._client = _client(target)

    @property
    def where(self) -> str:
        """The bucket in a message."""
        return f"{self.target.endpoint}/{self.target.bucket}/{self.target.prefix}".rstrip("/")

    def look(self) -> None:
        """List everything below the prefix."""
        listing = self._client.get_paginator("list_objects_v2")
        self.etags, self.ages = {}, {}
        for page in listing.paginate(Bucket=self.target.bucket, Prefix=self._prefix):
            for row in page.get("Contents", ()):
                key = row["Key"].removeprefix(self._prefix)
                self.etags[key] = row["ETag"].strip('"')
                self.ages[key] = time.time() - row["LastModified"].timestamp()

    def get(self, key: str) -> bytes | None:
        """The bytes, None when there is no such key."""
        try:
            answer = self._client.get_object(Bucket=self.target.bucket, Key=self._prefix + key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
                return None
            raise
        return bytes(answer["Body"].read())

    def put(self, key: str, data: bytes) -> None:
        """Upload; what was damaged on the way is refused by the storage."""
        answer = self._client.put_object(
            Bucket=self.target.bucket,
            Key=self._prefix + key,
            Body=data,
            ContentMD5=base64.b64encode(md5(data, usedforsecurity=False).digest()).decode(),
            ContentType="application/octet-stream",
        )
        self.etags[key] = answer["ETag"].strip('"')

    def copy(self, source: str, key: str, kind: str, cache: str, encoding: str) -> None:
        """Copy within the storage; kind, cache, encoding: what readers are told of it."""
        answer = self._client.copy_object(
            Bucket=self.target.bucket,
            Key=self._prefix + key,
            CopySource={"Bucket": self.target.bucket, "Key": self._prefix + source},
            MetadataDirective="REPLACE",
            ContentType=kind,
            CacheControl=cache,
            **({"ContentEncoding": encoding} if encoding else {}),
        )
        self.etags[key] = answer["CopyObjectResult"]["ETag"].strip('"')

    def delete(self, keys: Sequence[str]) -> None:
        """Delete, a thousand at a time."""
        for start in range(0, len(keys), 1000):
            batch = [{"Key": self._prefix + key} for key in keys[start : start + 1000]]
            answer = self._client.delete_objects(Bucket=self.target.bucket, Delete={"Objects": batch, "Quiet": True})
            if answer.get("Errors"):
                raise PublishError(f"{self.where}: không xoá được {len(answer['Errors'])} tệp cũ")
        for key in keys:
            self.etags.pop(key, None)

    def many(self, files: Sequence[str], do: Callable[[str], None], what: str, progress: Progress) -> None:
        """Do it for all, several at once; the first failure stops those that have not begun."""
        with ThreadPoolExecutor(WORKERS) as workers:
            waiting = [workers.submit(do, file) for file in files]
            try:
                for number, one in enumerate(waiting, 1):
                    one.result()
                    progress(what, number, len(files))
            except BaseException:
                workers.shutdown(cancel_futures=True)
                raise

    @contextmanager
    def told(self, after: str = "bản đang phục vụ giữ nguyên") -> Iterator[None]:
        """The storage's errors as one line; never with a credential in it."""
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "?"))
            what = f"kho từ chối mã truy cập ({code})" if code in _REFUSED else f"kho báo lỗi {code}"
            raise PublishError(f"{self.where}: {what}; {after}") from None
        except BotoCoreError as error:
            what = f"không kết nối được hoặc mất kết nối ({type(error).__name__})"
            raise PublishError(f"{self.where}: {what}; {after}") from None


def _client(target: S3Target) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=target.endpoint,
        region_name=target.region,
        aws_access_key_id=os.environ[target.access_key_env],
        aws_secret_access_key=os.environ[target.secret_key_env],
        config=Config(
            signature_version="s3v4",
            connect_timeout=10,
            read_timeout=60,
            retries={"max_attempts": 4, "mode": "standard"},
            max_pool_connections=WORKERS + 4,
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",  # not every storage knows the newer checksums
            response_checksum_validation="when_required",
        ),
    )
