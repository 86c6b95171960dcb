#!/bin/sh
# linli's workbooks in a real office suite, by hand: `tests/cli/office.sh [FOLDER]`, after `make`. A made-up roster goes out as CSV and
# as a workbook; LibreOffice turns the workbook into CSV, which must say the same, into a PDF to look at, and into a workbook of its
# own, which linli must take in without a change. Not part of `make check`: LibreOffice is large.
set -eu
command -v soffice > /dev/null || { echo 'SKIPPED soffice is not here: apt-get install --no-install-recommends libreoffice-calc' && exit 77; }
cd "$(dirname "$0")/../.."
PATH=$PWD/.build/${FLAVOUR:-dev}:$PATH
out=${1:-$(mktemp -d)}
mkdir -p "$out"
LINLI_HOME=$(mktemp -d)
export LINLI_HOME LC_ALL=C.UTF-8 LANGUAGE=zh_CN
trap 'rm -rf "$LINLI_HOME"' EXIT

sampletown --households "${HOUSEHOLDS:-300}" > "$out/town.csv"
linli import "$out/town.csv" > /dev/null
# The office suite does not guard formulas, so the CSV is compared without apostrophes and quotation marks.
plain() { sed 's/^\xef\xbb\xbf//' "$1" | tr -d "\r\"'"; }
for list in 'find --people' find matters today figures; do
    name=$(echo "$list" | tr -d ' -')
    linli $list --csv "$out/$name.csv" > /dev/null
    linli $list --xlsx "$out/$name.xlsx" > /dev/null
    soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' --outdir "$out/office" "$out/$name.xlsx" > /dev/null 2>&1
    soffice --headless --convert-to pdf --outdir "$out/office" "$out/$name.xlsx" > /dev/null 2>&1
    plain "$out/$name.csv" > "$out/$name.wanted"
    if plain "$out/office/$name.csv" | cmp -s - "$out/$name.wanted"; then echo "ok $list: the office suite reads the same cells"; else
        echo "FAILED $list: see $out/$name.wanted and $out/office/$name.csv" && exit 1
    fi
done
mkdir -p "$out/back"
soffice --headless --convert-to 'xlsx:Calc MS Excel 2007 XML' --outdir "$out/back" "$out/findpeople.xlsx" > /dev/null 2>&1
linli import "$out/back/findpeople.xlsx" --json > "$out/back/report"
if grep -q '"added":0,"updated":0' "$out/back/report"; then echo 'ok saved again by the office suite, it comes back unchanged'; else
    cat "$out/back/report" && exit 1
fi
echo "look at the pictures: $out/office/*.pdf"
