#include "packed.c"

/* The sum of the products of n weights, many of which may be zero, and n inputs. */
static KERNEL int32_t row_sum(const int8_t *weights, const int8_t *in, int32_t n, int32_t sum) {
    const int8_t *end = weights + n;
#if defined(__ARM_FEATURE_DSP)
    for (; end - weights >= 4; weights += 4, in += 4) {
        uint32_t w = four_bytes(weights);
        if (w != 0) {
            uint32_t x = four_bytes(in);
            sum = __smlad(odd_bytes(x), odd_bytes(w), __smlad(even_bytes(x), even_bytes(w), sum));
        }
    }
#endif
    while (weights != end) {
        sum += *weights++ * *in++;
    }
    return sum;
}
