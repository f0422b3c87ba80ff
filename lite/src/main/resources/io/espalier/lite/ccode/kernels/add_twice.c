#include "pair.c"
#include "twice.c"

/* ADD and SUB as TFLite's own kernels compute them. */
struct add_twice {
    int32_t a_zero;
    int32_t b_zero;
    int32_t left;           /* both are shifted so far first */
    int32_t a_multiplier;
    int32_t a_shift;
    int32_t b_multiplier;
    int32_t b_shift;
    int32_t b_sign;
    int32_t multiplier;
    int32_t shift;
    struct pair pair;
};

static KERNEL void add_twice(const struct add_twice *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    const struct pair *q = &p->pair;
    int32_t x, c;
    a += (y % q->a_rows) * q->a_row;
    b += (y % q->b_rows) * q->b_row;
    out += (y % q->out_rows) * q->pixels * q->channels;
    for (x = 0; x < q->pixels; x++, a += q->a_pixel, b += q->b_pixel) {
        for (c = 0; c < q->channels; c++) {
            int32_t one = (a[c * q->a_channel] - p->a_zero) * (1 << p->left);
            int32_t other = (b[c * q->b_channel] - p->b_zero) * (1 << p->left);
            int32_t sum = scaled_twice(one, p->a_multiplier, p->a_shift)
                    + p->b_sign * scaled_twice(other, p->b_multiplier, p->b_shift);
            *out++ = (int8_t)limited(scaled_twice(sum, p->multiplier, p->shift) + q->out_zero, q->min, q->max);
        }
    }
}
