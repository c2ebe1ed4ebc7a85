/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd.h: the commands of sockdiff, one file each.
 *
 * argv[0] is the command's name as its help shows it, "sockdiff run". The
 * answer is the exit status, one of those in report.h.
 */
#ifndef CMD_H
#define CMD_H

#define SOCKDIFF_VERSION "0.1.0"

int cmd_run(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_reference(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_ops(int argc, char **argv);
int cmd_hosts(int argc, char **argv);
int cmd_coverage(int argc, char **argv);
int cmd_schema(int argc, char **argv);

#endif
