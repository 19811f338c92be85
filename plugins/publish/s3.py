"""S3-compatible object storage as a target.

    prefix/<file>                    what readers get: copies made inside the storage
    prefix/.releases/objects/<sum>   every file of every kept release, named by its SHA-256: uploaded once
    prefix/.releases/<name>.sums     what a release serves
    prefix/.releases/index.json      the kept releases and which one is live; written last
    prefix/.releases/lock/           who is publishing

No object storage can switch many objects at once. So everything is uploaded and verified first, where no reader looks;
then the changed files are copied into place within the storage, assets before pages before feeds, deletions last: each
file is whole at any moment, and no page ever refers to an asset that is not there yet. A publish that breaks off in
between is finished or undone by the next one, which sees by one listing what is in place.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import md5, sha256
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from ..core.errors import DamagedError, PublishError
from ..core.release import ENDINGS, Release, order, parse_facts, parse_sums, render_sums
from ..core.serving import CACHE_TIMES, content_type, freshness
from .built import home
from .place import Progress, Shipment, Standing
from .targets import S3Target

HOME = ".releases/"
OBJECTS = f"{HOME}objects/"
LOCKS = f"{HOME}lock/"
WORKERS = 16
STALE = 300
"""Seconds after which a lock that nobody renews is void."""


class S3Place:
    """A bucket, or a folder in one."""

    def __init__(self, target: S3Target) -> None:
        self.target = target
        self._prefix = f"{target.prefix}/" if target.prefix else ""
        self._client = _client(target)
        self._etags: dict[str, str] = {}
        self._ages: dict[str, float] = {}
        self._sums: dict[str, dict[str, str]] = {}
        self._index: Standing | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """A lock object, renewed while we work. Whoever sees another's gives way, so that two never both go on."""
        with self._told():
            mine = f"{LOCKS}{uuid4().hex}"
            note = json.dumps({"host": socket.gethostname(), "pid": os.getpid()}).encode()
            self._put(mine, note)
            stop = threading.Event()
            renewing = threading.Thread(target=self._renew, args=(mine, note, stop), daemon=True)
            try:
                self._look()
                others = [key for key in self._etags if key.startswith(LOCKS) and key != mine]
                if alive := [key for key in others if not self._void(key)]:
                    raise PublishError(
                        f"{self._where()}: một lần đăng khác đang chạy ({self._holder(alive[0])}); "
                        "bản đang phục vụ giữ nguyên"
                    )
                self._delete(others)
                renewing.start()
                self._refuse_foreign()
                yield
            finally:
                stop.set()
                try:
                    self._delete([mine])
                except (BotoCoreError, ClientError):
                    pass  # void in a few minutes by itself

    def standing(self) -> Standing:
        """One small object."""
        if self._index is None:
            with self._told():
                data = self._get(f"{HOME}index.json")
            self._index = _parse_index(data) if data else Standing()
        return self._index

    def sums(self, name: str) -> dict[str, str]:
        """As published; for the live release without the files that are not in place now, so that they are sent."""
        with self._told():
            sums = self._published(name)
            if name == self.standing().current and self._etags:
                return {file: digest for file, digest in sums.items() if self._in_place(file, digest)}
        return dict(sums)

    def read(self, name: str, file: str) -> bytes:
        """From the kept objects."""
        with self._told():
            digest = self._published(name).get(file)
            data = self._get(OBJECTS + digest) if digest else None
        if data is None:
            raise FileNotFoundError(file)
        return data

    def stage(self, shipment: Shipment, progress: Progress) -> None:
        """Upload what the storage does not hold yet, under names that no reader asks for."""
        with self._told():
            sends = [file for file in shipment.sends if OBJECTS + shipment.sums[file] not in self._etags]
            lost = [file for file in shipment.plan.kept if OBJECTS + shipment.sums[file] not in self._etags]
            if lost:
                raise DamagedError(lost)
            self._many(sends, lambda file: self._upload(shipment, file), "gửi", progress)
            name = shipment.release.name
            sums = render_sums(shipment.sums)
            self._put(f"{HOME}{name}.sums", sums)
            self._remember(name, sums)
            before = self.standing()
            self._index = Standing(
                releases=(*before.releases, shipment.release), current=before.current, withdrawn=before.withdrawn
            )

    def switch(self, release: Release, progress: Progress) -> None:
        """Copies in order, then deletions, then the index; undone as far as possible when the storage fails."""
        with self._told("đang thay dở dang: chạy lại lệnh để hoàn tất"):
            wanted = self._published(release.name)
            copies = [file for file, digest in wanted.items() if not self._in_place(file, digest)]
            for rank in range(4):
                batch = [file for file in copies if order(file) == rank]
                self._many(batch, lambda file: self._copy(file, wanted[file]), "thay", progress)
            stale = [key for key in self._etags if not key.startswith(HOME) and key not in wanted]
            self._delete(stale)
            before = self.standing()
            self._save_index(Standing(releases=before.releases, current=release.name, withdrawn=before.withdrawn))

    def withdraw(self, ids: frozenset[str]) -> None:
        """Kept in the index."""
        before = self.standing()
        with self._told():
            self._save_index(Standing(releases=before.releases, current=before.current, withdrawn=ids))

    def remove(self, names: Sequence[str]) -> None:
        """Forget releases, then delete what no kept release needs, also what a broken publish left."""
        before = self.standing()
        kept = tuple(release for release in before.releases if release.name not in names)
        with self._told():
            if len(kept) < len(before.releases):
                self._save_index(Standing(releases=kept, current=before.current, withdrawn=before.withdrawn))
            for name in names:
                (home(self.target.name) / f"{name}.sums").unlink(missing_ok=True)
            lists = {f"{HOME}{release.name}.sums" for release in kept}
            needed: set[str] = set()
            for release in kept:
                needed.update(OBJECTS + digest for digest in self._published(release.name).values())
            private = [key for key in self._etags if key.startswith(HOME) and not key.startswith(LOCKS)]
            self._delete([key for key in private if key not in needed | lists and key != f"{HOME}index.json"])

    def check(self, progress: Progress) -> list[tuple[str, str]]:
        """The listing's checksums of what is in place against those of the kept objects."""
        with self._told():
            self._look()
            current = self.standing().current
            if not current:
                raise PublishError(f"{self._where()}: chưa có bản nào được đăng")
            sums = self._published(current)
            live = {key for key in self._etags if not key.startswith(HOME)}
            found = [(file, "added") for file in live - sums.keys()]
            found += [(file, "removed") for file in sums.keys() - live]
            found += [(file, "changed") for file in live & sums.keys() if not self._in_place(file, sums[file])]
        return sorted(found)

    # ── objects ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        """List everything below the prefix: key → checksum as the storage tells it."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.target.bucket, Prefix=self._prefix)
        self._etags, self._ages = {}, {}
        for page in pages:
            for row in page.get("Contents", ()):
                key = row["Key"].removeprefix(self._prefix)
                self._etags[key] = row["ETag"].strip('"')
                if key.startswith(LOCKS):
                    self._ages[key] = time.time() - row["LastModified"].timestamp()

    def _in_place(self, file: str, digest: str) -> bool:
        etag = self._etags.get(file)
        return etag is not None and etag == self._etags.get(OBJECTS + digest)

    def _published(self, name: str) -> dict[str, str]:
        """A release's sums; a copy on this machine is used while it is what the storage holds."""
        if name not in self._sums:
            key, copy = f"{HOME}{name}.sums", home(self.target.name) / f"{name}.sums"
            data = copy.read_bytes() if copy.is_file() else b""
            if not data or md5(data, usedforsecurity=False).hexdigest() != self._etags.get(key):
                data = self._get(key) or b""
            if not data:
                raise PublishError(f"{self._where()}: thiếu tệp tổng kiểm của bản {name}")
            self._remember(name, data)
        return self._sums[name]

    def _remember(self, name: str, data: bytes) -> None:
        self._sums[name] = parse_sums(data)
        folder = home(self.target.name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.sums").write_bytes(data)

    def _upload(self, shipment: Shipment, file: str) -> None:
        data = (shipment.outgoing / file).read_bytes()
        digest = sha256(data).hexdigest()
        if digest != shipment.sums[file]:
            raise PublishError(f"{file}: đổi trong khi đăng; chạy lại")
        self._put(OBJECTS + digest, data)

    def _put(self, key: str, data: bytes) -> None:
        """The storage compares the checksum that comes along, and refuses what was damaged on the way."""
        checksum = base64.b64encode(md5(data, usedforsecurity=False).digest()).decode()
        answer = self._client.put_object(
            Bucket=self.target.bucket,
            Key=self._prefix + key,
            Body=data,
            ContentMD5=checksum,
            ContentType="application/octet-stream",
        )
        self._etags[key] = answer["ETag"].strip('"')

    def _copy(self, file: str, digest: str) -> None:
        name, _, ending = file.rpartition(".")
        coded = {"br": "br", "gz": "gzip"}.get(ending) if ending in ENDINGS else None
        shown = name if coded else file
        extra = {"ContentEncoding": coded} if coded else {}
        answer = self._client.copy_object(
            Bucket=self.target.bucket,
            Key=self._prefix + file,
            CopySource={"Bucket": self.target.bucket, "Key": self._prefix + OBJECTS + digest},
            MetadataDirective="REPLACE",
            ContentType=content_type(shown),
            CacheControl=CACHE_TIMES[freshness(shown)],
            **extra,
        )
        self._etags[file] = answer["CopyObjectResult"]["ETag"].strip('"')

    def _get(self, key: str) -> bytes | None:
        try:
            answer = self._client.get_object(Bucket=self.target.bucket, Key=self._prefix + key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
                return None
            raise
        return bytes(answer["Body"].read())

    def _delete(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), 1000):
            batch = [{"Key": self._prefix + key} for key in keys[start : start + 1000]]
            answer = self._client.delete_objects(Bucket=self.target.bucket, Delete={"Objects": batch, "Quiet": True})
            if answer.get("Errors"):
                raise PublishError(f"{self._where()}: không xoá được {len(answer['Errors'])} tệp cũ")
        for key in keys:
            self._etags.pop(key, None)

    def _many(self, files: Sequence[str], do: Callable[[str], None], what: str, progress: Progress) -> None:
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

    def _save_index(self, standing: Standing) -> None:
        releases = [asdict(release) for release in standing.releases]
        values = {"current": standing.current, "withdrawn": sorted(standing.withdrawn), "releases": releases}
        self._put(f"{HOME}index.json", json.dumps(values, sort_keys=True).encode())
        self._index = standing

    # ── the lock ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _renew(self, key: str, note: bytes, stop: threading.Event) -> None:
        while not stop.wait(60):
            try:
                self._put(key, note)
            except (BotoCoreError, ClientError):
                continue

    def _void(self, key: str) -> bool:
        """A lock nobody renews, or one of a process of this machine that is gone."""
        if self._ages.get(key, 0) > STALE:
            return True
        try:
            note = json.loads(self._get(key) or b"{}")
            if note.get("host") == socket.gethostname():
                os.kill(int(note["pid"]), 0)
        except ProcessLookupError:
            return True
        except (KeyError, ValueError, TypeError, OSError):
            return False
        return not note

    def _holder(self, key: str) -> str:
        try:
            return str(json.loads(self._get(key) or b"{}").get("host", "máy khác"))
        except ValueError:
            return "máy khác"

    def _refuse_foreign(self) -> None:
        """A bucket that holds something else is not emptied by a first publish."""
        foreign = [key for key in self._etags if not key.startswith(HOME)]
        if foreign and f"{HOME}index.json" not in self._etags and not any(k.startswith(OBJECTS) for k in self._etags):
            raise PublishError(
                f"{self._where()}: kho có sẵn tệp mà không do lệnh publish tạo; chọn kho hoặc prefix trống"
            )

    def _where(self) -> str:
        return f"{self.target.endpoint}/{self.target.bucket}/{self.target.prefix}".rstrip("/")

    @contextmanager
    def _told(self, after: str = "bản đang phục vụ giữ nguyên") -> Iterator[None]:
        """The storage's errors as one line; never with a credential in it."""
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "?"))
            refused = {"SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied", "403"}
            what = f"kho từ chối mã truy cập ({code})" if code in refused else f"kho báo lỗi {code}"
            raise PublishError(f"{self._where()}: {what}; {after}") from None
        except BotoCoreError as error:
            what = f"không kết nối được hoặc mất kết nối ({type(error).__name__})"
            raise PublishError(f"{self._where()}: {what}; {after}") from None


def _client(target: S3Target) -> Any:
    import boto3
    from botocore.config import Config

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
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _parse_index(data: bytes) -> Standing:
    try:
        values = json.loads(data)
        return Standing(
            releases=tuple(parse_facts(json.dumps(row).encode()) for row in values["releases"]),
            current=str(values["current"]),
            withdrawn=frozenset(map(str, values["withdrawn"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PublishError(f"index.json của kho bị hỏng ({type(error).__name__})") from None
