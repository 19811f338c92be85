"""What this machine has seen of a site before, so that an old record put back is told from the newest."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..core.errors import PublishError
from ..core.publishing.live_record import RECORD, LiveRecord, parse, succeeds
from ..core.publishing.manifest import identity
from ..system import build_inputs
from .sign import check_signature


def check_record(
    data: bytes, signature: bytes | None, manifest: bytes, url: str, key: str, target: str = ""
) -> LiveRecord:
    """PublishError unless the record is of this address and this manifest, in time, not older than what was seen, and
    with a key signed; what passes is remembered. target: name of the target whose own chain this is, "" for what the
    address serves: two targets of one address count apart."""
    if key:
        check_signature(data, signature, key, RECORD)
    record = parse(data)
    digest = sha256(data).hexdigest()
    why = ""
    if record.site != url:
        why = f"bản ghi thuộc về {record.site}, không phải {url}"
    elif record.manifest != identity(manifest):
        why = "bản kê khai không phải của bản ghi này: hai bản bị trộn"
    elif record.expires and record.expires < time.time():
        until = datetime.fromtimestamp(record.expires, UTC).isoformat()
        why = f"bản ghi hết hạn từ {until}: việc đăng định kỳ không chạy, hoặc một bản cũ được phát lại"
    else:
        why = succeeds(record, digest, _seen(url, target))
    if why:
        raise PublishError(f"{RECORD}: {why}")
    memory = _memory(url, target)
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps({"url": url, "target": target, "serial": record.serial, "digest": digest}))
    return record


def refuse_vanished_record(url: str) -> None:
    """A site that once had a record does not lose it; one that never had was published by an earlier version."""
    if _seen(url):
        raise PublishError(f"{RECORD}: trang từng có bản ghi này, nay không còn: một bản cũ được phát lại")
    print(f"{url}: không có {RECORD} (bản do phiên bản trước đăng): không biết được có phải bản mới nhất không")


def _memory(url: str, target: str) -> Path:
    whose = f"{url}\n{target}" if target else url
    return build_inputs.cache() / "publish" / "seen" / f"{sha256(whose.encode()).hexdigest()[:32]}.json"


def _seen(url: str, target: str = "") -> dict[str, Any]:
    try:
        values = json.loads(_memory(url, target).read_text())
        return {"serial": int(values["serial"]), "digest": str(values["digest"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
