#include "pair.c"
#include "twice.c"

/* PRELU: what is negative is multiplied by a slope. */
struct prelu {
    int32_t a_zero;
    int32_t b_zero;
    int32_t positive_multiplier;
    int32_t positive_shift;
    int32_t negative_multiplier;
    int32_t negative_shift;
    struct pair pair;
};

static KERNEL void prelu(const struct prelu *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    const struct pair *q = &p->pair;
    int32_t x, c;
    a += (y % q->a_rows) * q->a_row;
    b += (y % q->b_rows) * q->b_row;
    out += (y % q->out_rows) * q->pixels * q->channels;
    for (x = 0; x < q->pixels; x++, a += q->a_pixel, b += q->b_pixel) {
        for (c = 0; c < q->channels; c++) {
            int32_t value = a[c * q->a_channel] - p->a_zero;
            value = value >= 0
                    ? scaled_twice(value, p->positive_multiplier, p->positive_shift)
                    : scaled_twice(
                              value * (b[c * q->b_channel] - p->b_zero), p->negative_multiplier, p->negative_shift);
            *out++ = (int8_t)limited(value + q->out_zero, q->min, q->max);
        }
    }
}
