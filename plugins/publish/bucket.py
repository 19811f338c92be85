"""A bucket, or a folder in one, as keys and bytes: every request to the object storage goes through here.

Credentials come from the environment and appear in no message; the storage checks a checksum of everything it is sent.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import md5
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from ..core.errors import BusyError, PublishError
from .backend import Progress
from .object_reader import Listed, ObjectReader
from .targets import S3Target

WORKERS = 16
"""Requests at once."""
Unreachable = (BotoCoreError, ClientError, ResponseParserError)
"""What a request raises when the storage refuses or does not answer."""
_UNKNOWN = frozenset({"NotImplemented", "InvalidArgument", "InvalidRequest", "UnexpectedContent"})
"""What storages say to a condition that they don't know."""
_REFUSED = frozenset({"SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied", "403"})


class Bucket:
    """etags: every key below the prefix → the storage's checksum, as of the last `look` and what was done since;
    written: keys → when they were written by the storage's own clock, POSIX, as of the last `look`; fence: called
    before each change of what readers see, raises when this publish may not go on; reader: for many questions."""

    def __init__(self, target: S3Target) -> None:
        self.target = target
        self.etags: dict[str, str] = {}
        self.written: dict[str, float] = {}
        self.fence: Callable[[], None] = lambda: None
        self.reader = ObjectReader(target)
        self._prefix = f"{target.prefix}/" if target.prefix else ""
        self._client = _client(target)

    @property
    def where(self) -> str:
        """The bucket in a message."""
        return f"{self.target.endpoint}/{self.target.bucket}/{self.target.prefix}".rstrip("/")

    def look(self) -> None:
        """List everything below the prefix."""
        self.etags, self.written = {}, {}
        for key, etag, written in self.listed(""):
            self.etags[key], self.written[key] = etag, written

    def listed(self, below: str) -> Iterator[Listed]:
        """Everything whose key begins so."""
        found = self.reader.listed(self._prefix + below)
        for row in self._listed(self._prefix + below) if found is None else found:
            yield row._replace(key=row.key.removeprefix(self._prefix))

    def _listed(self, beginning: str) -> Iterator[Listed]:
        listing = self._client.get_paginator("list_objects_v2")
        for page in listing.paginate(Bucket=self.target.bucket, Prefix=beginning):
            for row in page.get("Contents", ()):
                yield Listed(row["Key"], row["ETag"].strip('"'), row["LastModified"].timestamp())

    def get(self, key: str, size: int | None = None) -> bytes | None:
        """The bytes, None when there is no such key. size: of what is expected; not more than one byte more is read."""
        try:
            answer = self._client.get_object(Bucket=self.target.bucket, Key=self._prefix + key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
                return None
            raise
        with answer["Body"] as body:
            return bytes(body.read(None if size is None else size + 1))

    def need(self, key: str) -> bytes:
        """The bytes of what must be there."""
        data = self.get(key)
        if not data:
            raise PublishError(f"{self.where}: thiếu tệp {key}")
        return data

    def put(self, key: str, data: bytes, **condition: str) -> None:
        """Upload; what was damaged on the way is refused by the storage. condition: IfMatch or IfNoneMatch; a storage
        that does not know it is asked again without, one that finds it untrue makes it a BusyError."""
        try:
            answer = self._put(key, data, condition)
        except ClientError as error:
            code, status = _said(error)
            if condition and status == 412:
                raise BusyError(f"{self.where}: một lần đăng khác vừa ghi {key}") from None
            if not condition or (code not in _UNKNOWN and status != 501):
                raise
            answer = self._put(key, data, {})
        self.etags[key] = self._etag(answer)

    def _put(self, key: str, data: bytes, condition: dict[str, str]) -> Any:
        return self._client.put_object(
            Bucket=self.target.bucket,
            Key=self._prefix + key,
            Body=data,
            ContentMD5=base64.b64encode(md5(data, usedforsecurity=False).digest()).decode(),
            ContentType="application/octet-stream",
            **condition,
        )

    def _etag(self, answer: Any) -> str:
        """The checksum in an answer; what answers without one is no storage (a portal, a wrong address)."""
        etag = answer.get("ETag")
        if not isinstance(etag, str):
            raise PublishError(f"{self.where}: máy chủ trả lời không như kho S3; kiểm tra endpoint")
        return etag.strip('"')

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
        self.etags[key] = self._etag(answer.get("CopyObjectResult") or {})

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
    def told(self, after: str = "") -> Iterator[None]:
        """The storage's errors as one line; never with a credential in it."""
        try:
            yield
        except ClientError as error:
            code, status = _said(error)
            what = f"kho từ chối mã truy cập ({code})" if code in _REFUSED else f"kho báo lỗi {code} (HTTP {status})"
            raise PublishError(f"{self.where}: {what}{after}") from None
        except ResponseParserError:
            raise PublishError(f"{self.where}: máy chủ trả lời không như kho S3; kiểm tra endpoint{after}") from None
        except ValueError as error:  # before anything is sent: a key that can't stand in a header
            raise PublishError(f"{self.where}: mã truy cập có ký tự không hợp lệ ({type(error).__name__})") from None
        except BotoCoreError as error:
            what = f"không kết nối được hoặc mất kết nối ({type(error).__name__})"
            raise PublishError(f"{self.where}: {what}{after}") from None


def _said(error: ClientError) -> tuple[str, int]:
    """(the storage's own code, HTTP status); a code that is none of a storage's words is not repeated."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return (code if re.fullmatch(r"[A-Za-z0-9]{1,60}", code) else "?"), status


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
