#include "pair.c"

/* MAXIMUM and MINIMUM. */
struct extreme {
    int32_t sign;           /* -1 for the smaller one */
    struct pair pair;
};

static KERNEL void extreme(const struct extreme *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    const struct pair *q = &p->pair;
    int32_t x, c;
    a += (y % q->a_rows) * q->a_row;
    b += (y % q->b_rows) * q->b_row;
    out += (y % q->out_rows) * q->pixels * q->channels;
    for (x = 0; x < q->pixels; x++, a += q->a_pixel, b += q->b_pixel) {
        for (c = 0; c < q->channels; c++) {
            int32_t one = a[c * q->a_channel], other = b[c * q->b_channel];
            *out++ = (int8_t)limited((one - other) * p->sign > 0 ? one : other, q->min, q->max);
        }
    }
}
