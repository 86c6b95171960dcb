/* The functions behind the rows of commands.def. */
#ifndef LINLI_HUB_COMMANDS_H
#define LINLI_HUB_COMMANDS_H

#include "hub/command.h"

command_fn command_init, command_serve, command_area_add, command_worker_add, command_worker_import, command_worker_leave,
    command_worker_list, command_assign, command_unassign, command_device_list, command_device_revoke, command_enroll,
    command_quarantine, command_quarantine_take, command_quarantine_refuse, command_roster_import, command_contested,
    command_county, command_clock, command_worker_role, command_export, command_intake, command_verify, command_rebuild,
    command_stats, command_figures, command_figures_count, command_backup, command_restore, command_directory_import,
    command_directory_list, command_directory_add, command_directory_drop;

#endif
