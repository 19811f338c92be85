"""One table of a register as TOML text; the standard library reads TOML but does not write it."""

from __future__ import annotations

import json
from datetime import date


def table(name: str, **values: object) -> str:
    """`[[name]]` with its values, in the order given. JSON's escapes of a string are TOML's too."""

    def shown(value: object) -> str:
        if isinstance(value, date):  # datetime too
            return value.isoformat()
        return json.dumps(value, ensure_ascii=False)

    return f"[[{name}]]\n" + "".join(f"{key} = {shown(value)}\n" for key, value in values.items())
