/* The tour: three acts done on a record of invented people that is thrown away afterwards (find a door, log a visit, undo it),
 * then a question or two about the keyboard and the terminal, whose answers go into linli.conf. It runs in an app of its own in
 * front of the person's; of the person's record it knows one setting, "tour": done or declined. */
#ifndef LINLI_TUI_TOUR_H
#define LINLI_TUI_TOUR_H

#include <stdbool.h>

struct app;
struct tour;

/* After each key: the app that the next one is for. Begins the tour where it is wanted, goes on to the next act where one is
 * done, and ends where the person left. */
struct app *tour_turn(struct app *app);

/* Ends it wherever it is; the next one goes on from there. Nothing where `app` is not the tour's. */
void tour_stop(struct app *app);

/* The line that says what to do now. */
void tour_draw(const struct tour *t, int row, int cols);

/* Whether it is offered by itself: nobody took it or turned it down yet. */
bool tour_is_offered(const struct app *app);
void tour_decline(struct app *app);

#endif
