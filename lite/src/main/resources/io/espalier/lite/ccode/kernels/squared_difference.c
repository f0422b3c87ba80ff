#include "pair.c"
#include "twice.c"

/* SQUARED_DIFFERENCE: both at one scale, in 128ths, before they are subtracted. */
struct squared_difference {
    int32_t a_zero;
    int32_t b_zero;
    int32_t a_multiplier;
    int32_t a_shift;
    int32_t b_multiplier;
    int32_t b_shift;
    int32_t multiplier;
    int32_t shift;
    struct pair pair;
};

static KERNEL void squared_difference(const struct squared_difference *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    const struct pair *q = &p->pair;
    int32_t x, c;
    a += (y % q->a_rows) * q->a_row;
    b += (y % q->b_rows) * q->b_row;
    out += (y % q->out_rows) * q->pixels * q->channels;
    for (x = 0; x < q->pixels; x++, a += q->a_pixel, b += q->b_pixel) {
        for (c = 0; c < q->channels; c++) {
            int32_t one = (a[c * q->a_channel] - p->a_zero) * 128;
            int32_t other = (b[c * q->b_channel] - p->b_zero) * 128;
            int32_t difference = scaled_twice(one, p->a_multiplier, p->a_shift)
                    - scaled_twice(other, p->b_multiplier, p->b_shift);
            int32_t square = scaled_twice(difference * difference, p->multiplier, p->shift);
            *out++ = (int8_t)limited(square + q->out_zero, q->min, q->max);
        }
    }
}
