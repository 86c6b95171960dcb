#!/bin/sh
# Workbooks in: one that an office suite wrote, and files that are none. tests/data/workbook/README.md says how it was made.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1

zipdir "$ROOT/tests/data/workbook/roster" > roster.xlsx
expect 'a workbook' 3 linli import roster.xlsx --json
keys 'keys of import' 1 rows:i rejected:i added:i updated:i unchanged:i missing:i sheets:s passed_over:s hidden:i
is 'what it is' "$(get encoding)" XLSX
is 'the sheets that were read' "$(get sheets)" '桂花苑, 樟树村'
is 'and those that were not' "$(get passed_over)" '填表说明, 旧名册'
is 'its counts' "$(get rows) $(get rejected) $(get added) $(get hidden)" '10 2 5 1'
is 'rejects name sheet and row' "$(sed 1d roster.xlsx.rejects.csv | cut -d, -f1-3 | tr '\n' ' ')" '桂花苑,12,室 桂花苑,13,姓名 '
is 'the head of the rejects file' "$(head -n 1 roster.xlsx.rejects.csv | tr -d '\r')" 'sheet,line,column,reason,text'
expect 'a merged household' 0 linli show 0001 --json
is 'its door and people' "$(get door) $(get people) $(get members.0.name) $(get members.1.relation)" '3-2-501 3 张三 配偶'
is 'a phone shown as 1.38E+10' "$(get members.0.phones)" '138****0001'
is 'a lost zero' "$(get members.1.phones | cut -c1-3)" 073
expect 'a household of a hidden row' 0 linli show 0002 --json
is 'rare characters' "$(get head) $(get members.1.name)" '阿依古丽·买买提 𠮷田'
expect 'a formula' 0 linli show 0003 --json
is 'its stored value' "$(get head)" 王五
if grep -arq 1101011900010100 record; then bad 'no ID number is held'; else ok 'no ID number is held'; fi
expect 'the same again' 3 linli import roster.xlsx --json
is 'changes nothing' "$(get added) $(get updated) $(get unchanged)" '0 0 5'
expect 'in words' 3 linli import roster.xlsx
says 'it names the sheets' '桂花苑, 樟树村'
says 'and hidden rows' 'hides: 1'
expect 'one sheet' 0 linli import roster.xlsx --sheet 樟树村 --json
is 'only that' "$(get rows)" 2
expect 'a hidden sheet when asked for' 0 linli import roster.xlsx --sheet 旧名册 --json --dry-run
is 'is read' "$(get added)" 1
expect 'a sheet that is not there' 2 linli import roster.xlsx --sheet 表一
complains 'it lists those that are' '桂花苑, 填表说明, 樟树村, 旧名册'
expect 'a sheet of a text' 2 linli import "$ROOT/tests/data/workbook/README.md" --sheet a

# Files that are none: one clear line each.
mkdir -p ods/META-INF && printf 'application/vnd.oasis.opendocument.spreadsheet' > ods/mimetype && echo '<a/>' > ods/content.xml
zipdir ods > roster.ods
expect '.ods' 1 linli import roster.ods
complains 'says what to do' 'OpenDocument.*save it as .xlsx'
printf '\320\317\021\340\241\261\032\341' > roster.xls
expect '.xls' 1 linli import roster.xls
complains 'says what to do' 'old kind.*save it as .xlsx'
{ cat roster.xls && printf 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'; } > locked.xlsx
expect 'a password' 1 linli import locked.xlsx
complains 'says what to do' 'remove the password'
head -c 9000 roster.xlsx > half.xlsx
expect 'half a file' 1 linli import half.xlsx
complains 'says why' 'not copied whole'

done_testing
