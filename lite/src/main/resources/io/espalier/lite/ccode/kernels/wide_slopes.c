#include "twice.c"

/* Functions of 16-bit numbers that are straight on both sides of zero: RELU and its kin, LEAKY_RELU, ABS, QUANTIZE. */
struct wide_slopes {
    int32_t positive_multiplier;
    int32_t positive_shift;
    int32_t negative_multiplier;
    int32_t negative_shift;
    int32_t negative_sign;  /* -1 for ABS */
    int32_t zero;           /* of the output */
    int32_t min;
    int32_t max;
    int32_t length;         /* elements in a row */
    int16_t in_rows;
    int16_t out_rows;
};

static KERNEL void wide_slopes(const struct wide_slopes *p, const int16_t *in, int16_t *out, int32_t y) {
    int32_t left;
    in += (y % p->in_rows) * p->length;
    out += (y % p->out_rows) * p->length;
    for (left = p->length; left > 0; left--) {
        int32_t value = *in++;
        value = value >= 0
                ? scaled_twice(value, p->positive_multiplier, p->positive_shift)
                : scaled_twice(p->negative_sign * value, p->negative_multiplier, p->negative_shift);
        value += p->zero;
        *out++ = (int16_t)(value < p->min ? p->min : value > p->max ? p->max : value);
    }
}
