#include "reduction.c"

/* ARG_MAX and ARG_MIN: the first place. */
struct arg_most {
    int32_t sign;           /* -1 for the smallest */
    struct reduction reduction;
};

static KERNEL void arg_most(const struct arg_most *p, const int8_t *in, int32_t *out) {
    const struct reduction *r = &p->reduction;
    int32_t o, i, l;
    for (o = 0; o < r->outer; o++) {
        for (i = 0; i < r->inner; i++) {
            const int8_t *first = in + o * r->outer_step + i * r->inner_step;
            int32_t place = 0;
            for (l = 1; l < r->low; l++) {
                if ((first[l * r->low_step] - first[place * r->low_step]) * p->sign > 0) {
                    place = l;
                }
            }
            *out++ = place;
        }
    }
}
