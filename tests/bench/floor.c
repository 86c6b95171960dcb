/* The floor of `make bench`: ncursesw and SQLite, nothing else. Draws 20 rows and runs one FTS5 query a key. `floor DB`; C-d
 * ends. */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#define ROW "SELECT h.head, h.compound, h.building, h.unit, h.room FROM "
static sqlite3_stmt *first, *search;

static void draw(const char *query) {
    sqlite3_stmt *s = *query ? search : first;
    char match[900] = "\"", *end = match + 1; /* 3-2-501 is the parts of a door, each a prefix; all else one prefix */
    end += *query >= '0' && *query <= '9' ? sprintf(end, "¶") : 0;
    for (const char *q = query; *q; q++)
        end += *q == '-' ? sprintf(end, "\"* AND \"¶") : sprintf(end, "%c", *q);
    sprintf(end, "\"*");
    if (*query)
        sqlite3_bind_text(s, 1, match, -1, SQLITE_STATIC);
    erase();
    mvaddstr(1, 0, query);
    for (int row = 2; row < 22 && sqlite3_step(s) == SQLITE_ROW; row++)
        for (int column = 0; column < 5; column++)
            mvaddstr(row, column ? 4 + column * 12 : 0, (const char *)sqlite3_column_text(s, column));
    sqlite3_reset(s);
    move(1, (int)strlen(query));
    refresh();
}

int main(int argc, char **argv) {
    sqlite3 *db;
    char query[80] = "";
    wint_t c;
    if (argc < 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) ||
        sqlite3_prepare_v2(db, ROW "household h ORDER BY sort LIMIT 20", -1, &first, NULL) ||
        sqlite3_prepare_v2(
            db, ROW "search JOIN household h ON h.sort = search.rowid WHERE search MATCH ?1 ORDER BY search.rowid LIMIT 20", -1,
            &search, NULL))
        return fprintf(stderr, "floor: cannot open the record\n"), 1;
    setlocale(LC_ALL, "");
    initscr();
    raw();
    noecho();
    for (draw(query); get_wch(&c) != ERR && c != 4; draw(query)) {
        size_t len = strlen(query);
        if (c == 21) /* C-u */
            query[0] = '\0';
        else if (c >= ' ' && c != '"' && len < 60)
            snprintf(query + len, sizeof query - len, "%lc", c);
    }
    endwin();
    return sqlite3_close_v2(db);
}
