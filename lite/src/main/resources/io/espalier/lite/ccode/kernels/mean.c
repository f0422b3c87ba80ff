#include "requantize.c"
#include "clamp.c"
#include "reduction.c"

/* MEAN and SUM. */
struct mean {
    scale_t scale;
    int32_t bias;           /* the zero points of all that are summed */
    int32_t out_zero;
    struct reduction reduction;
};

static KERNEL void mean(const struct mean *p, const int8_t *in, int8_t *out) {
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
            *out++ = clamped(scaled(sum, p->scale), p->out_zero, -128, 127);
        }
    }
}
