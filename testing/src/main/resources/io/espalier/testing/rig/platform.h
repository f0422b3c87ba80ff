/* What the harness needs from the machine that it runs on. Files are in the working folder. */
#ifndef RIG_PLATFORM_H
#define RIG_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens input.bin for reading, output.bin and figures.bin for writing. */
void platform_open(void);

/* How many of that many bytes of input.bin were left to read. */
size_t platform_read(void *to, size_t bytes);

void platform_write_output(const void *from, size_t bytes);
void platform_write_figures(const void *from, size_t bytes);

/* Closes the files and ends the program with success. */
void platform_finish(void);

/* Says what is wrong and ends the program with failure. */
void platform_fail(const char *what);

/* A clock: instructions on a board, in steps of 40; nanoseconds elsewhere. */
uint64_t platform_ticks(void);

/* Marks the free stack, where that can be measured. */
void platform_paint_stack(void);

/* Bytes of the stack that were used since it was painted; 0 where it cannot be measured. */
uint32_t platform_stack_used(void);

#ifdef __cplusplus
}
#endif

#endif
