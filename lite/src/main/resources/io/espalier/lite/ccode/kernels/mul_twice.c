#include "pair.c"
#include "twice.c"

/* MUL as TFLite's own kernels compute it. */
struct mul_twice {
    int32_t a_zero;
    int32_t b_zero;
    int32_t multiplier;
    int32_t shift;
    struct pair pair;
};

static KERNEL void mul_twice(const struct mul_twice *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    const struct pair *q = &p->pair;
    int32_t x, c;
    a += (y % q->a_rows) * q->a_row;
    b += (y % q->b_rows) * q->b_row;
    out += (y % q->out_rows) * q->pixels * q->channels;
    for (x = 0; x < q->pixels; x++, a += q->a_pixel, b += q->b_pixel) {
        for (c = 0; c < q->channels; c++) {
            int32_t product = (a[c * q->a_channel] - p->a_zero) * (b[c * q->b_channel] - p->b_zero);
            *out++ = (int8_t)limited(
                    scaled_twice(product, p->multiplier, p->shift) + q->out_zero, q->min, q->max);
        }
    }
}
