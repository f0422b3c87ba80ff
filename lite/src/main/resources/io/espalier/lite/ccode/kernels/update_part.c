#include "part_box.c"

/* DYNAMIC_UPDATE_SLICE */
static KERNEL void update_part(const struct part_box *p, const int8_t *in, const int8_t *part, const int32_t *begin, int8_t *out) {
    int32_t done[6] = {0, 0, 0, 0, 0, 0};
    int32_t run = p->sizes[2 * p->rank - 1] * p->width, step;
    if (out != in) {
        memcpy(out, in, (size_t)p->bytes);
    }
    out += part_start(p, begin);
    do {
        memcpy(out, part, (size_t)run);
        part += run;
        step = part_next(p, done);
        out += step;
    } while (step != 0);
}
