#include "reduction.c"
#include "twice.c"

/* MEAN and SUM, as TFLite's own kernels round them. */
struct mean_twice {
    int32_t multiplier;
    int32_t shift;
    int32_t bias;           /* the zero points of all that are summed */
    int32_t out_zero;
    int32_t min;
    int32_t max;
    struct reduction reduction;
};

static KERNEL void mean_twice(const struct mean_twice *p, const int8_t *in, int8_t *out) {
    const struct reduction *r = &p->reduction;
    int32_t o, i, h, l;
    for (o = 0; o < r->outer; o++) {
        for (i = 0; i < r->inner; i++) {
            const int8_t *first = in + o * r->outer_step + i * r->inner_step;
            int32_t sum = p->bias;
            for (h = 0; h < r->high; h++) {
                for (l = 0; l < r->low; l++) {
                    sum += first[h * r->high_step + l * r->low_step];
                }
            }
            sum = scaled_twice(sum, p->multiplier, p->shift) + p->out_zero;
            *out++ = (int8_t)(sum < p->min ? p->min : sum > p->max ? p->max : sum);
        }
    }
}
