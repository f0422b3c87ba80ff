/* A machine with an operating system. */
#include "platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static FILE *input, *output, *figures;

void platform_fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static FILE *opened(const char *name, const char *mode) {
    FILE *file = fopen(name, mode);
    if (file == NULL) {
        platform_fail(name);
    }
    return file;
}

void platform_open(void) {
    input = opened("input.bin", "rb");
    output = opened("output.bin", "wb");
    figures = opened("figures.bin", "wb");
}

size_t platform_read(void *to, size_t bytes) {
    return fread(to, 1, bytes, input);
}

static void write_to(FILE *file, const void *from, size_t bytes) {
    if (fwrite(from, 1, bytes, file) != bytes) {
        platform_fail("cannot write");
    }
}

void platform_write_output(const void *from, size_t bytes) {
    write_to(output, from, bytes);
}

void platform_write_figures(const void *from, size_t bytes) {
    write_to(figures, from, bytes);
}

void platform_finish(void) {
    fclose(input);
    if (fclose(output) != 0 || fclose(figures) != 0) {
        platform_fail("cannot write");
    }
    exit(0);
}

uint64_t platform_ticks(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

void platform_paint_stack(void) {
}

uint32_t platform_stack_used(void) {
    return 0;
}
