"""The small shell programs that run on an ssh target. Each is POSIX sh; arguments come as $1, $2 …, data on stdin."""

from __future__ import annotations

import shlex
from hashlib import sha256

ABSENT = 44
"""Exit code of READ when there is no such file."""

_START = "set -eu; umask 022; export LC_ALL=C\n"

_CLEAR = """
clear_away() {
  cd "$place/releases"
  for try in 1 2 3 4 5; do  # a transfer that lost its connection may still be writing
    rm -rf .work-* ../current.new && break
    sleep 1
  done
  for file in *.json *.sums; do
    if [ -f "$file" ] && [ ! -d "${file%.*}" ]; then rm -f "$file"; fi
  done
  for folder in [0-9][0-9][0-9][0-9][0-9][0-9]-????????????; do
    if [ -d "$folder" ] && [ ! -f "$folder.json" ]; then rm -rf "$folder"; fi
  done
}
"""

HOLD = (
    _CLEAR
    + """
place=$1
if [ -d "$place" ] && [ "$(id -u)" = 0 ]; then
  owner=$(stat -c %U "$place")
  [ "$owner" = root ] || { echo "owner $owner"; exit 5; }
fi
mkdir -p "$place"
if [ ! -d "$place/releases" ] && [ -n "$(ls -A "$place")" ]; then echo foreign; exit 3; fi
mkdir -p "$place/releases"
exec 9>>"$place/lock"
flock -n 9 || { echo busy; exit 4; }
clear_away
echo ready
cat >/dev/null
clear_away
"""
)

STANDING = """
cd "$1" 2>/dev/null || exit 0
[ -d releases ] || exit 0
readlink current || echo
if [ -f withdrawn ]; then tr '\\n' ' ' <withdrawn; fi; echo
if [ -L current ]; then sha256sum "$(readlink current).sums" | cut -c 1-64; else echo; fi
for facts in releases/*.json; do
  if [ -f "${facts%.json}.sums" ]; then cat "$facts"; fi
done
"""

READ = f"""
[ -f "$1" ] || exit {ABSENT}
cat "$1"
"""

PREPARE = """
place=$1 work=$2 base=$3
cd "$place/releases"
mkdir "$work"
if [ -n "$base" ]; then cp -al "$base" "$work/site"; before="$base.sums"; else mkdir "$work/site"; before=/dev/null; fi
cat >"$work/delta"
awk 'FNR == NR { if (substr($0, 1, 1) == "-") drop[substr($0, 2)] = 1; next } !(substr($0, 67) in drop)' \\
  "$work/delta" "$before" >"$work/kept"
sed -n 's/^+//p' "$work/delta" | cat "$work/kept" - | sort -k 2 >"$work/sums"
cut -c 67- "$work/kept" | sort >"$work/wanted"
cd "$work/site"
find . ! -type d | sed 's|^\\./||' | sort >../found
comm -13 ../wanted ../found | tr '\\n' '\\0' | xargs -0 -r rm -f --
"""

VERIFY = """
cd "$1/site"
sha256sum --quiet -c ../sums 2>/dev/null || true
find . ! -type d | sed 's|^\\./||' | sort >../found
cut -c 67- ../sums | sort | comm -13 - ../found | sed 's/$/: FAILED/'
sha256sum ../sums | cut -c 1-64
"""

NAME = """
cd "$1/releases"
cat >"$2/facts"
find "$2/site" -depth -type d -empty -delete
mv "$2/sums" "$3.sums"
mv "$2/facts" "$3.json"
sed -n 's/^+//p' "$2/delta" | cut -c 67- >"$2/fresh"
if [ "$(wc -l <"$2/fresh")" -le 500 ]; then
  (cd "$2/site" && tr '\\n' '\\0' <"$2/fresh" | xargs -0 -r sync -d --)
else
  sync -f .
fi
mv "$2/site" "$3"
rm -rf "$2"
"""

SWITCH = """
cd "$1"
[ -d "releases/$2" ]
rm -f current.new
ln -s "releases/$2" current.new
mv -T current.new current
"""

WRITE = """
mkdir -p "$(dirname "$1")"
cat >"$1.new"
if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; echo changed; fi
"""

REMOVE = """
cd "$1/releases"
shift
for name; do rm -rf "$name.json" "$name.sums" "$name"; done
"""

CHECK = """
found=$(mktemp)
cd "$1/releases/$2"
sha256sum --quiet -c "../$2.sums" 2>/dev/null || true
find . ! -type d | sed 's|^\\./||' | sort >"$found"
cut -c 67- "../$2.sums" | sort | comm -13 - "$found" | sed 's/^/+/'
rm -f "$found"
"""


def command(script: str, *arguments: str) -> str:
    """The one word that ssh hands to the server's shell."""
    return shlex.join(["sh", "-c", _START + script, "sh", *arguments])


def digest(data: bytes) -> str:
    """SHA-256 as sha256sum prints it."""
    return sha256(data).hexdigest()
