"""The three shell programs that put a release together on an ssh target: what stands is looked at, then linked; what
was sent is read and compared, and the whole gets its name. As in remote.py they are POSIX sh, and $place is the
target's folder.

What was read and found right is read again once it was touched, as found_right.py does on this machine: a line of
$place/found-right is a sum, then a row of what `find` says of the file, its path behind a tab. There are tens of
thousands of rows, so awk looks for that tab instead of splitting them.
"""

from __future__ import annotations

MEMORY = "found-right"
"""Name of the file in the target's folder that says what was found right; lost, damaged, or of another place or
machine it is nothing, and everything is read."""

_SEEN = rf"""
row='%i %s %T@ %C@\t%'
memory={MEMORY}
mark() {{ echo "column-found-right-1 $(uname -n) $(cd "$place" && pwd -P)"; }}
"""

SURVEY = (
    _SEEN
    + r"""
work=$1 base=$2 again=$3
cd "$place/releases"
mkdir "$work"
if [ -n "$base" ]; then
  for spare in ../spare ../spare-*; do
    if [ -d "$spare" ] && [ ! -L "$spare" ]; then mv -T "$spare" "$work/site"; break; fi
  done
else rm -rf ../spare ../spare-*
fi
mkdir -p "$work/site"
: >"$work/there"
[ ! -d "$base" ] || find "$base" -type f -printf '%i\t%P\n' >"$work/there" &
find "$work/site" -depth -mindepth 1 \( -type f -perm -444 -printf "${row}P\n" \) -o \( -type d -printf '/\t%P\n' \) \
  -o -printf '!\t%P\n' >"$work/lies"
: >"$work/known"
if [ -z "$again" ] && [ -f "../$memory" ] && [ "$(head -n 1 "../$memory")" = "$(mark)" ]; then
  ln -f "../$memory" "$work/known"
fi
wait $!
"""
)
"""Arguments: folder to work in, the live release or "", a word to read all. Takes a spare for `site`, and writes down
what files there are: `there` in the live release, `lies` in `site`, `known` what was found right before."""

PREPARE = r"""
work=$1 base=$2
cd "$place/releases"
cat >"$work/drop"
before=/dev/null
[ -z "$base" ] || before=$base.sums
awk 'FILENAME != before { drop[$0]; next } !(substr($0, 67) in drop)' before="$before" "$work/drop" "$before" \
  >"$work/kept"
cd "$work"
: >right; : >unread; : >gone; : >bare; : >links
awk '
FILENAME == "kept" { want[substr($0, 67)] = substr($0, 1, 64); next }
{ cut = index($0, "\t"); file = substr($0, cut + 1) }
FILENAME == "there" { if (file in want) at[file] = substr($0, 1, cut - 1); next }
FILENAME == "known" { known[substr($0, 66)] = substr($0, 1, 64); next }
substr($0, 1, 1) == "/" { if (index(last, file "/") != 1) print file >"bare"; next }
!(file in at) || at[file] != substr($0, 1, index($0, " ") - 1) { print file >"gone"; next }
{ last = file; delete at[file] }
known[$0] == want[file] { print want[file] " " $0 >"right"; delete want[file] }
END {
  for (file in at) print file >"links"
  for (file in want) print want[file] "  " file >"unread"
}' kept there known lies
cd site
tr '\n' '\0' <../gone | xargs -0 -r rm -f --
tr '\n' '\0' <../bare | xargs -0 -r rmdir --ignore-fail-on-non-empty --
site=$(pwd -P)
[ -s ../links ] || exit 0
cd "$place/releases/$base"
tr '\n' '\0' <"$site/../links" | xargs -0 cp -Pl --parents -t "$site" --
"""
"""Arguments: the first two of SURVEY, which comes before it. On stdin the files of the live release that go. Afterwards
`site` holds what stays, `kept` the sums of that, `right` the rows of what was found right before, `unread` the sums of
what else was linked.

A folder that a release left behind (spare_tree.py) is made to hold the very files of the live release, as if each had
been linked anew: what is damaged there is found here. Nothing else is written into it before FINISH, so it may become a
spare again when nothing comes of it."""

FINISH = (
    _SEEN
    + r"""
work=$1 name=$2 digest=$3 spares=$4
cd "$place/releases/$work"
awk 'NR == 1 { print >"facts"; next } { print >"fresh" }'
sort -m -k 2 kept fresh >sums
[ "$(sha256sum sums | cut -c 1-64)" = "$digest" ] || { echo; exit 0; }
mv site whole  # from here on it is no spare any more (remote_lock.py)
if [ -s kept ]; then cp -alfT sent whole; rm -rf sent; else rmdir whole; mv -T sent whole; fi
number=0
while [ "$number" -lt "$spares" ]; do  # of a first release: what it and the next ones are made of, while there is room
  number=$((number + 1))
  cp -al whole "../../spare-$number" 2>/dev/null || { rm -rf "../../spare-$number"; break; }
done
cat unread fresh >read
cd whole
cut -c 67- ../read | tr '\n' '\0' |
  xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type f -perm -444 -printf "$0"' "${row}p\n" >../rows 2>/dev/null || true
awk 'FILENAME == "../read" { want[substr($0, 67)] = substr($0, 1, 64); next }
{ file = substr($0, index($0, "\t") + 1); print want[file] "  " file; delete want[file] }
END { for (file in want) print file >"../wrong" }' ../read ../rows >../plain
# Pages that somebody has mapped and written into are dated anew only once they lie on the disk; so must a release.
if [ "$(wc -l <../plain)" -le 500 ]; then cut -c 67- ../plain | tr '\n' '\0' | xargs -0 -r sync -d --
else sync -f .
fi
touch -d @0 ../clock  # its change time is now, unless a program may set that, too, as where a file system keeps none
now=0
if [ "$(find ../clock -printf %C@)" != "$(find ../clock -printf %T@)" ]; then
  touch ../clock
  now=$(find ../clock -printf %C@)
fi
if [ -s ../plain ] && ! sha256sum --quiet -c ../plain >../said 2>/dev/null; then
  sed -n 's/: FAILED[a-z ]*$//p' ../said >>../wrong
  [ -s ../wrong ] || exit 1
fi
if [ -s ../wrong ]; then cat ../wrong; exit 0; fi
cd ..
{
  mark
  cat right
  # A later change might get the very same time otherwise.
  awk -v now="$now" 'FILENAME == "plain" { sum[substr($0, 67)] = substr($0, 1, 64); next }
  { cut = index($0, "\t"); split(substr($0, 1, cut - 1), seen) }
  (seen[4] "") < (now "") { print sum[substr($0, cut + 1)] " " $0 }' plain rows
} >found
rm -rf "../../$memory"
mv found "../../$memory"
mv sums "../$name.sums"
mv facts "../$name.json"
mv whole "../$name"
rm -rf "$place/releases/$work"
"""
)
"""Arguments: the folder of PREPARE, to which what is sent came as `sent`; the release's name, the digest of its sums,
how many spares to make. On stdin a line with its facts, then the sums of what was sent. Says nothing when all is done;
else which files are wrong, or an empty line when the sums are not those."""
