#include "reduction.c"

static KERNEL void NAME(const struct reduction *p, const IN *in, OUT *out) {
    int32_t i, j, l;
    for (i = 0; i < p->outer; i++) {
        for (j = 0; j < p->inner; j++) {
            const IN *first = in + i * p->outer_step + j * p->inner_step;
            int32_t place = 0;
            for (l = 1; l < p->low; l++) {
                const IN s = first[l * p->low_step], t = first[place * p->low_step];
                place = VALUE ? l : place;
            }
            *out++ = place;
        }
    }
}
