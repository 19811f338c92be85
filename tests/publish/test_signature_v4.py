"""The own signature of a question is the one that the library makes."""

from __future__ import annotations

import datetime as dt

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.publish.signature_v4 import Signer
from tests.helpers.rounds import rounds

NAMES = st.text("abcdefgh0123456789-_.~", min_size=1, max_size=12)
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)


@settings(max_examples=rounds(40, 2000))
@given(
    NAMES,
    st.sampled_from(("kho.example", "kho.example:9000", "127.0.0.1:9000", "[::1]:9000")),
    SECRETS,
    st.lists(NAMES, min_size=1, max_size=4),
    st.dictionaries(NAMES, NAMES, max_size=3),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2090, 1, 1)),
)
def test_it_is_what_the_library_signs(
    region: str, host: str, secret: str, path: list[str], query: dict[str, str], moment: dt.datetime
) -> None:
    moment = moment.replace(microsecond=0, tzinfo=dt.UTC)
    parts = "&".join(f"{name}={value}" for name, value in sorted(query.items()))
    where = "/" + "/".join(path)
    request = AWSRequest("GET", f"http://{host}{where}{'?' if parts else ''}{parts}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auth, "get_current_datetime", lambda *_: moment.replace(tzinfo=None))
        auth.S3SigV4Auth(Credentials("KHOA", secret), "s3", region).add_auth(request)
    own = Signer(host, region, "KHOA", secret).headers(where, parts, moment.timestamp())
    assert own["Authorization"] == request.headers["Authorization"]
    assert own["X-Amz-Date"] == request.headers["X-Amz-Date"]
