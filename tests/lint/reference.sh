#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# No word of scenarios and no public function of a library is without documentation, and all of them are in the reference.
abs_top_builddir=${abs_top_builddir:-.}
abs_top_srcdir=${abs_top_srcdir:-.}
command -v python3 >/dev/null || exit 77
reference=$(mktemp) || exit 99
trap 'rm -f "$reference"' EXIT
faults=0

python3 "$abs_top_srcdir/build-aux/lua-reference.py" "$abs_top_builddir/iedbench" "$abs_top_srcdir/lua/iedbench" --check >"$reference" ||
    faults=$((faults + 1))
# Words are looked for as people do: "ramp", "client.connect", "bay:each".
words=$("$abs_top_builddir/iedbench" list words | sed -nE 's/^(return )?([a-z_]+([.:][a-z_]+)?).*/\2/p' | sort -u)
[ "$(echo "$words" | wc -l)" -gt 80 ] || {
    echo "FAULT: only these words: $words"
    faults=$((faults + 1))
}
for word in $words; do
    grep -qF -- "$word" "$reference" || {
        echo "FAULT: $word is not in the reference"
        faults=$((faults + 1))
    }
done
for library in "$abs_top_srcdir"/lua/iedbench/*.lua; do
    name=$(basename "$library" .lua)
    grep -q "^## iedbench.$name\$" "$reference" || {
        echo "FAULT: the library $name is not in the reference"
        faults=$((faults + 1))
    }
done
# A word without help, and an option that no row tells, are noticed.
for row in '{"name": "nod()", "help": "", "options": []}' '{"name": "nod { times= }", "help": "nods", "options": []}'; do
    printf '#!/bin/sh\ncase $3 in words) echo '"'[%s]'"';; *) echo "[]";; esac\n' "$row" >"$reference"
    chmod +x "$reference"
    python3 "$abs_top_srcdir/build-aux/lua-reference.py" "$reference" "$abs_top_srcdir/lua/iedbench" --check >/dev/null 2>&1 && {
        echo "FAULT: this passes: $row"
        faults=$((faults + 1))
    }
done
echo "$faults faults"
[ $faults -eq 0 ]
