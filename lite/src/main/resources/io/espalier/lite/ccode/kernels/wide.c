#include "twice.c"

/* The scales of sums of products of 16-bit numbers: sums of 64 bits take multipliers of 16 bits. */
struct wide {
    const int64_t *bias;
    const int32_t *multipliers; /* one, or one for each channel */
    const int32_t *shifts;
    int32_t scale_step;     /* 0 or 1 */
    int32_t narrow;         /* whether sums have 32 bits, and are rounded twice */
    int32_t min;
    int32_t max;
};

static int16_t wide_output(const struct wide *p, int64_t sum, int32_t c) {
    int32_t multiplier = p->multipliers[c * p->scale_step], shift = p->shifts[c * p->scale_step];
    int64_t value;
    if (p->narrow) {
        value = scaled_twice((int32_t)sum, multiplier, shift);
    } else if (shift <= 16) {
        value = (sum * multiplier + ((int64_t)1 << (shift - 1))) >> shift;
    } else {
        /* in two halves, since the product may need more than 64 bits */
        value = (sum & 0xffff) * multiplier + ((int64_t)1 << (shift - 1));
        value = ((sum >> 16) * multiplier + (value >> 16)) >> (shift - 16);
    }
    return (int16_t)(value < p->min ? p->min : value > p->max ? p->max : value);
}
