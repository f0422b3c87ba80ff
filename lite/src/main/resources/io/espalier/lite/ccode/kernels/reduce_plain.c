#include "reduction.c"

static KERNEL void NAME(const struct reduction *p, const IN *in, IN *out) {
    int32_t i, j, k, l;
    for (i = 0; i < p->outer; i++) {
        for (j = 0; j < p->inner; j++) {
            const IN *from = in + i * p->outer_step + j * p->inner_step;
            IN sum = START;
            for (k = 0; k < p->high; k++, from += p->high_step) {
                const IN *x = from;
                IN part = START;
                /* Sums of parts are more precise than one long sum. */
                for (l = 0; l < p->low; l++, x += p->low_step) {
                    part = PART;
                    if ((l & 63) == 63) {
                        sum = WHOLE;
                        part = START;
                    }
                }
                sum = WHOLE;
            }
            *out++ = RESULT;
        }
    }
}
