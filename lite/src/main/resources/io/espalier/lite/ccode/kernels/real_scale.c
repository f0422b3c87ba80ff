#include "real_bits.c"

/* x * 2^n for n from -252 to 254, in two steps, so that numbers below the smallest normal one are rounded once. */
static INLINE float real_scale(float x, int32_t n) {
    int32_t half = n / 2;
    return x * real_of((uint32_t)(half + 127) << 23) * real_of((uint32_t)(n - half + 127) << 23);
}
