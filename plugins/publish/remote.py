"""The small shell programs that run on an ssh target. Each is POSIX sh; arguments come as $1, $2 …, data on stdin; to
those that change the target $place is its folder, by what remote_lock.py puts before them."""

from __future__ import annotations

from .own_folder import LOST
from .remote_lock import ABSENT

STANDING = f"""
cd "$1" 2>/dev/null || exit 0
[ -d releases ] || exit 0
readlink current || echo
if [ -f "$2" ]; then cat "$2"; elif [ -f withdrawn ]; then tr '\\n' ' ' <withdrawn; echo; else echo; fi
for file in releases/*.json releases/*.sums; do  # a pipe would wait for somebody who writes
  if [ -f "$file" ] || [ ! -e "$file" ]; then continue; fi
  echo "$file: không phải tệp thường" >&2
  exit 1
done
live=$(readlink current || true)
for file in "$live.json" "$live.sums"; do
  if [ ! -d "$live" ] || [ -f "$file" ]; then continue; fi
  echo "$file: {LOST}" >&2
  exit 1
done
if [ -f "$live.sums" ]; then sha256sum "$live.sums" | cut -c 1-64; else echo; fi
find server -maxdepth 1 -type f -exec sha256sum {{}} + 2>/dev/null | tr '\\n' '\\t'; echo
for facts in releases/*.json; do
  if [ -f "${{facts%.json}}.sums" ]; then cat "$facts"; fi
done
"""

"""Arguments: the target's folder, the name of its notes. Says what is live, the notes, the sum of the live release's
sums, the sums of what a web server includes, each on a line, then the facts of each release."""

READ = f"""
[ -f "$1" ] || exit {ABSENT}
gzip -1 <"$1"
"""
"""Argument: a file. Says what is in it, packed: the connection packs nothing."""

PACK = """
cd "$1"
tar -c -f - --no-recursion --verbatim-files-from -T - 2>/dev/null || true
"""

SWITCH = """
cd "$place"
[ -d "releases/$1" ]
rm -f current.new
ln -s "releases/$1" current.new
mv -T current.new current
"""

WRITE = """
cd "$place"
rm -f "$1.new"
set -C  # a link that lies in the way is an error
cat >"$1.new"
mv -T "$1.new" "$1"
"""

INCLUDE = """
work=$place/releases/.work-$1
mkdir "$work"
tar -x -f - -C "$work" --no-same-owner
mkdir -p "$place/server"
cd "$work"
for file in *; do  # a rename replaces a link that lies in the way
  if [ -f "$place/server/$file" ] && cmp -s "$file" "$place/server/$file"; then continue; fi
  mv -T "$file" "$place/server/$file"
  echo "$file"
done
rm -rf "$work"
"""

FORGET = """
cd "$place"
rm -f withdrawn
"""

AMEND = """
work=$place/releases/.work-$1
mkdir "$work"
tar -x -f - -C "$work" --no-same-owner
cd "$place/releases/$2"
if [ -s "$work/drop" ]; then find . -type l -delete; rm -rf "$place/spare" "$place"/spare-*; fi  # no link is followed
tr '\\n' '\\0' <"$work/drop" | xargs -0 -r rm -f --
while IFS= read -r file; do rmdir -p "$(dirname "$file")" 2>/dev/null || true; done <"$work/drop"
tr '\\n' '\\0' <"$work/newer" | xargs -0 -r touch -h -c -d "@$3" --
(cd "$work/own" && find . -type f) | while IFS= read -r file; do mv "$work/own/$file" "$file"; done
mv "$work/sums" "../$2.sums"
mv "$work/facts" "../$2.json"
rm -rf "$work"
"""

REMOVE = """
cd "$place/releases"
live=$(basename "$(readlink ../current)")
work=.work-$1; shift
for name; do  # what the live release has too is the spare from then on (spare_tree.py); nothing on a full disk
  if [ -f "$name.sums" ] && [ -f "$live.sums" ] &&
    { diff -a "$name.sums" "$live.sums" >"$work.diff" || [ $? = 1 ]; } &&
    sed -n 's/^< .\\{66\\}//p' "$work.diff" >"$work.lost"
  then
    rm -f "$name.json" "$name.sums"
    mv -T "$name" "$work"
    cd "$work"
    # Their folders, above before below: no link among them is followed.
    awk -F / '{ path = ""
      for (at = 1; at < NF; at++) { path = path $at; if (!told[path]++) print path; path = path "/" } }' \\
      "../$work.lost" >"../$work.in"
    tr '\\n' '\\0' <"../$work.in" | xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type l -delete' sh 2>/dev/null || true
    tr '\\n' '\\0' <"../$work.lost" | xargs -0 -r rm -f --
    cd ..
    rm -rf ../spare ../spare-*
    mv -T "$work" ../spare
  else rm -rf "$name.json" "$name.sums" "$name"
  fi
done
rm -f "$work".*
"""

CHECK = """
found=$(mktemp)
cd "$1/releases/$2"
{
  find . -mindepth 1 \\( -type f -perm -444 -printf '=%P\\n' \\) -o \\( ! -type d -printf '!%P\\n' \\) \\
    -o -printf '/%P\\n' \\( ! -perm -555 -printf '!%P/\\n' -o -empty -printf '+%P/\\n' \\) || true
} 2>/dev/null >"$found"
awk '
FILENAME == found { kind[substr($0, 2)] = substr($0, 1, 1); next }
{ file = substr($0, 67) }
!(file in kind) { print "-" file; next }
{ print (kind[file] == "=" ? "=" $0 : "!" file); kind[file] = "/" }
END { for (file in kind) if (kind[file] != "/") print (kind[file] == "=" ? "+" : kind[file]) file }
' found="$found" "$found" "../$2.sums" >"$found.told"
sed -n 's/^=//p' "$found.told" >"$found.plain"
grep -v '^=' "$found.told" || true
if [ -s "$found.plain" ] && ! sha256sum --quiet -c "$found.plain" >"$found.said" 2>/dev/null; then
  sed -n 's/^\\(.*\\): FAILED open or read$/-\\1/p; t; s/^\\(.*\\): FAILED$/!\\1/p' "$found.said" | grep .
fi
rm -f "$found" "$found".*
"""
"""Arguments: the target's folder, the live release. Says what is wrong with each file, one sign before its name: "+"
for what nobody published, "-" for what is not there, "!" for what is not as it should be. Only plain files are read."""
