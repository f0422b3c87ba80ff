#include "clamp.c"

/* ADD and SUB of two tensors of one shape, as XNNPACK computes them. */
struct add {
    int32_t length;         /* bytes in a row */
    int32_t a_multiplier;
    int32_t b_multiplier;
    int32_t bias;           /* the zero points, and half a unit for rounding */
    int16_t shift;
    int16_t a_rows;
    int16_t b_rows;
    int16_t out_rows;
    int16_t out_zero;
    int16_t min;
    int16_t max;
};

static KERNEL void add(const struct add *p, const int8_t *a, const int8_t *b, int8_t *out, int32_t y) {
    int32_t left;
    a += (y % p->a_rows) * p->length;
    b += (y % p->b_rows) * p->length;
    out += (y % p->out_rows) * p->length;
    for (left = p->length; left > 0; left--) {
        int32_t sum = p->bias + *a++ * p->a_multiplier + *b++ * p->b_multiplier;
        *out++ = clamped(sum >> p->shift, p->out_zero, p->min, p->max);
    }
}
