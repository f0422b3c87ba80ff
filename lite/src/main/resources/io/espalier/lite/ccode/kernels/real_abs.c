#include "real_bits.c"

static INLINE float real_abs(float x) {
    return real_of(bits_of(x) & 0x7fffffff);
}
