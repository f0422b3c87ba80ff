/* Runs the model in subject.h on every input in input.bin, in one process, and writes what it answers to output.bin.
   figures.bin gets three numbers of 8 bytes for each run: ticks, ticks of an empty run, bytes of stack.
   Files are little-endian on every machine. */
#include "subject.h"

#include "platform.h"

#include <string.h>

#define GUARD 0xc3

static int is_big_endian(void) {
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

static void swap_elements(unsigned char *values, size_t bytes, size_t element) {
    size_t start, i;
    for (start = 0; start < bytes; start += element) {
        for (i = 0; i < element / 2; i++) {
            unsigned char kept = values[start + i];
            values[start + i] = values[start + element - 1 - i];
            values[start + element - 1 - i] = kept;
        }
    }
}

static void to_wire_order(const struct subject_buffer *buffer) {
    if (is_big_endian()) {
        swap_elements(buffer->values, buffer->bytes, buffer->element);
    }
}

/* Whether there was another input. */
static int read_inputs(void) {
    size_t i;
    for (i = 0; i < SUBJECT_INPUTS; i++) {
        const struct subject_buffer *input = &subject_inputs[i];
        size_t got = platform_read(input->values, input->bytes);
        if (got == 0 && i == 0) {
            return 0;
        }
        if (got != input->bytes) {
            platform_fail("input.bin ends in the middle of an input");
        }
        to_wire_order(input);
    }
    return 1;
}

static void write_outputs(void) {
    size_t i;
    for (i = 0; i < SUBJECT_OUTPUTS; i++) {
        to_wire_order(&subject_outputs[i]);
        platform_write_output(subject_outputs[i].values, subject_outputs[i].bytes);
    }
}

static void write_figure(uint64_t figure) {
    unsigned char bytes[8];
    int i;
    for (i = 0; i < 8; i++) {
        bytes[i] = (unsigned char) (figure >> (8 * i));
    }
    platform_write_figures(bytes, sizeof bytes);
}

/* What a run must not rely on: outputs, and an arena without state, hold rubbish before it. */
static void spoil(void) {
    size_t i;
    for (i = 0; i < SUBJECT_OUTPUTS; i++) {
        memset(subject_outputs[i].values, 0x5a, subject_outputs[i].bytes);
    }
    subject_spoil_arena();
}

static void set_guards(void) {
    size_t i;
    for (i = 0; i < SUBJECT_GUARDS; i++) {
        memset(subject_guards[i], GUARD, SUBJECT_GUARD_BYTES);
    }
}

static void check_guards(void) {
    size_t i, k;
    for (i = 0; i < SUBJECT_GUARDS; i++) {
        for (k = 0; k < SUBJECT_GUARD_BYTES; k++) {
            if (subject_guards[i][k] != GUARD) {
                platform_fail("the model wrote outside of an input, an output or the arena");
            }
        }
    }
}

static int nothing(void) {
    return 0;
}

/* Ticks and stack of one run. */
static void measure(int (*run)(void), uint64_t figures[2]) {
    uint64_t start, end;
    int status;
    platform_paint_stack();
    start = platform_ticks();
    status = run();
    end = platform_ticks();
    figures[0] = end - start;
    figures[1] = platform_stack_used();
    if (status != 0) {
        platform_fail("the model returned something else than 0");
    }
}

int main(void) {
    /* volatile, so that neither becomes a part of main */
    int (*volatile empty)(void) = nothing;
    int (*volatile run)(void) = subject_run;
    platform_open();
    set_guards();
    subject_reset();
    while (read_inputs()) {
        uint64_t overhead[2], figures[2];
        measure(empty, overhead);
        spoil();
        measure(run, figures);
        check_guards();
        write_outputs();
        write_figure(figures[0]);
        write_figure(overhead[0]);
        write_figure(figures[1]);
        if (SUBJECT_RESETS_EACH_TIME) {
            subject_reset();
        }
    }
    platform_finish();
    return 0;
}
