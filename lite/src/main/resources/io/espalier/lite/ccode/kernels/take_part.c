#include "part_box.c"

/* SLICE and STRIDED_SLICE with a computed begin. */
static KERNEL void take_part(const struct part_box *p, const int8_t *in, const int32_t *begin, int8_t *out) {
    int32_t done[6] = {0, 0, 0, 0, 0, 0};
    int32_t run = p->sizes[2 * p->rank - 1] * p->width, step;
    in += part_start(p, begin);
    do {
        memcpy(out, in, (size_t)run);
        out += run;
        step = part_next(p, done);
        in += step;
    } while (step != 0);
}
