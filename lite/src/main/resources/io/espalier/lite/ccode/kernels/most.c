#include "reduction.c"

/* REDUCE_MAX and REDUCE_MIN. */
struct most {
    int32_t sign;           /* -1 for the smallest */
    struct reduction reduction;
};

static KERNEL void most_of(const struct most *p, const int8_t *in, int8_t *out) {
    const struct reduction *r = &p->reduction;
    int32_t o, i, h, l;
    for (o = 0; o < r->outer; o++) {
        for (i = 0; i < r->inner; i++) {
            const int8_t *first = in + o * r->outer_step + i * r->inner_step;
            int8_t best = *first;
            for (h = 0; h < r->high; h++) {
                for (l = 0; l < r->low; l++) {
                    int8_t value = first[h * r->high_step + l * r->low_step];
                    best = (value - best) * p->sign > 0 ? value : best;
                }
            }
            *out++ = best;
        }
    }
}
