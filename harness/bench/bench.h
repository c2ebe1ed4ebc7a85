/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench.h: the parts of build/bench, which scripts/bench/run calls.
 *
 * Each measures one thing and prints one number, so that the script can take
 * them in turn, again and again, and tell medians of ratios: one machine is
 * not always equally fast.
 */
#ifndef BENCH_H
#define BENCH_H

/* cases [CASE...]: ids of the cases that inject nothing, one a line. */
int bench_cases(int argc, char **argv);
/*
 * replay JOBS CASE...: play them natively, each in a room, JOBS at a time,
 * with nobody following and nothing captured. Microseconds of all.
 */
int bench_replay(int argc, char **argv);
/* timed CMD...: run it. Microseconds and its largest memory in KiB. */
int bench_timed(int argc, char **argv);
/*
 * calls N: N times getsockname(2). Nanoseconds a call, and of these those
 * that a CPU was busy for it: the same on a loaded machine.
 */
int bench_calls(int argc, char **argv);
/* traced N: the same in a room, followed by our tracer, who counts too. */
int bench_traced(int argc, char **argv);
/* strace N: the same under strace --seccomp-bpf. */
int bench_strace(int argc, char **argv);
/*
 * steps LONG SHORT N: play two files of one case each, natively and traced,
 * N times in turn. Median of nanoseconds that a step more takes.
 */
int bench_steps(int argc, char **argv);

#endif
