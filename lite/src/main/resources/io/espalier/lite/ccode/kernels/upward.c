#include "twice.c"

/* value * multiplier * 2^(shift - 31), rounded twice, the second time with ties that go up, as TFLite's own products of matrices have it. */
static INLINE int32_t scaled_upward(int32_t value, int32_t multiplier, int32_t shift) {
    int32_t left = shift > 0 ? shift : 0, right = left - shift;
    int32_t high = doubled_high((int32_t)((uint32_t)value << left), multiplier);
    return right == 0 ? high : (int32_t)(((int64_t)high + ((int64_t)1 << (right - 1))) >> right);
}
