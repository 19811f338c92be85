"""What every program on an ssh target begins with, and the one that holds the lock while a publish works there. Each is
POSIX sh; arguments come as $1, $2 …"""

from __future__ import annotations

ABSENT = 44
"""Exit code of READ when there is no such file."""

CUT = 45
"""Exit code of whatever changes the target when another publish has taken the lock since."""

FENCE = f'[ "$(cat "$1/lock" 2>/dev/null)" = "$2" ] || exit {CUT}\nplace=$1; shift 2\n'
"""First lines of every program that changes the target: the lock still holds this publish's token."""
START = "set -eu; umask 022; export LC_ALL=C\n"
"""First line of every program."""

_CLEAR = """
clear_away() {
  cd "$place/releases"
  for site in .work-*/site; do  # what became of a spare is one again
    if [ -d "$site" ] && [ ! -e ../spare ]; then mv -T "$site" ../spare; fi
  done
  for try in 1 2 3 4 5; do  # a transfer that lost its connection may still be writing
    rm -rf .work-* .stage* ../current.new && break
    sleep 1
  done
  for file in *.json *.sums; do
    if [ -f "$file" ] && [ ! -d "${file%.*}" ]; then rm -f "$file"; fi
  done
  for folder in [0-9][0-9][0-9][0-9][0-9][0-9]-????????????; do  # never what readers get, whatever became of its facts
    if [ -d "$folder" ] && [ ! -e "$folder.json" ] && [ ! "$folder" -ef ../current ]; then rm -rf "$folder"; fi
  done
}
"""

_SAFE = """
refuse() { echo "$1"; exit 3; }
safe() {  # each: ours or root's, nobody else may write into it, no link
  me=$(id -u)
  for name in found-right lock withdrawn "$mark"; do
    [ ! -e "$place/$name" ] || [ -f "$place/$name" ] || refuse "odd $place/$name"
  done
  for name in . releases server spare found-right lock withdrawn "$mark"; do
    path=$place/$name; path=${path%/.}
    [ "$name" = . ] || [ ! -L "$path" ] || refuse "link $path"
    [ -e "$path" ] || continue
    facts=$(stat -L -c '%u %a %G' "$path")  # at once: it takes longer to start a program than all the rest
    owner=${facts%% *}; group=${facts#* * }; mode=${facts#* }; mode=${mode%% *}
    [ "$owner" = "$me" ] || [ "$owner" = 0 ] || refuse "stranger $path"
    case $mode in *[2367]) refuse "open $path";; esac
    case $mode in *[2367]?) [ "$group" = "$(id -un)" ] || refuse "open $path";; esac
  done
}
ours() {  # the mark, or what an earlier version of ours left
  [ -f "$place/$mark" ] && return 0
  if [ -L "$place/current" ]; then
    name=$(readlink "$place/current"); name=${name#releases/}
    case $name in [0-9][0-9][0-9][0-9][0-9][0-9]-????????????) ;; *) return 1;; esac
    grep -q '"carried"' "$place/releases/$name.json" 2>/dev/null; return
  fi
  [ ! -e "$place/current" ] || return 1
  for entry in $(ls -A "$place"); do case $entry in lock|releases|".$mark.new") ;; *) return 1;; esac; done
  for entry in $(ls -A "$place/releases" 2>/dev/null); do
    case $entry in .work-*|.stage*|[0-9][0-9][0-9][0-9][0-9][0-9]-????????????*) ;; *) return 1;; esac
  done
}
"""

HOLD = (
    _CLEAR
    + _SAFE
    + """
place=$1 token=$2 mark=$3
if [ -d "$place" ] && [ "$(id -u)" = 0 ]; then
  owner=$(stat -c %U "$place")
  [ "$owner" = root ] || { echo "owner $owner"; exit 5; }
fi
if [ -e "$place" ]; then ours || refuse foreign; safe; fi
mkdir -p "$place"
if [ ! -e "$place/$mark" ] && [ ! -e "$place/releases" ]; then
  rm -f "$place/.$mark.new"
  (set -C; printf '%s\\n' "$4" >"$place/.$mark.new")  # whole or not at all, and through no link
  mv "$place/.$mark.new" "$place/$mark"
fi
mkdir -p "$place/releases"
exec 9>>"$place/lock"
flock -n 9 || { echo busy; exit 4; }
printf '%s\\n' "$token" >"$place/lock"
clear_away
calls=$place/releases/.work-$token-calls
mkdir "$calls"
echo "ready $(date +%s)"
trap '' PIPE  # a connection that is lost while a program runs must not keep what follows from being done
while IFS=' ' read -r program given; do
  if ! head -c "$program" >"$calls/program" || ! head -c "$given" >"$calls/given"; then break; fi
  set -- $(stat -c %s "$calls/program" "$calls/given")
  [ "${1-} ${2-}" = "$program $given" ] || break  # what was cut off is not run
  code=0
  (trap - PIPE; exec sh "$calls/program") <"$calls/given" >"$calls/said" 2>"$calls/told" 9>&- || code=$?
  set -- $(stat -c %s "$calls/said" "$calls/told")
  { echo "$code $1 $2"; cat "$calls/said" "$calls/told"; } 2>/dev/null || break
done
: >"$place/lock"
clear_away
"""
)
"""Says "ready" and the time once it holds the lock, else one word for why not. From then on it runs one program after
the other: given are a line with two sizes, the program and what it reads; it answers a line with the exit code and two
sizes, what the program said and what it said of errors. It lets go of the lock with its standard input."""
