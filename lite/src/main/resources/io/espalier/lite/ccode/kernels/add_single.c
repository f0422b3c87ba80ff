#include "pair.c"

/* ADD and SUB as XNNPACK computes them. */
struct add_single {
    int32_t a_multiplier;
    int32_t b_multiplier;
    int32_t bias;           /* the zero points, and half a unit for rounding */
    int32_t shift;
    struct pair pair;
};

static KERNEL void add_single(const struct add_single *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    const struct pair *q = &p->pair;
    int32_t x, c;
    a += (y % q->a_rows) * q->a_row;
    b += (y % q->b_rows) * q->b_row;
    out += (y % q->out_rows) * q->pixels * q->channels;
    for (x = 0; x < q->pixels; x++, a += q->a_pixel, b += q->b_pixel) {
        for (c = 0; c < q->channels; c++) {
            int32_t sum = p->bias + a[c * q->a_channel] * p->a_multiplier + b[c * q->b_channel] * p->b_multiplier;
            *out++ = (int8_t)limited((sum >> p->shift) + q->out_zero, q->min, q->max);
        }
    }
}
