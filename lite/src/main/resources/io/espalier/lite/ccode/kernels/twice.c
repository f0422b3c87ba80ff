/* The high half of 2 * a * b, rounded; the one product that does not fit is the largest number. */
static INLINE int32_t doubled_high(int32_t a, int32_t b) {
    int64_t product = (int64_t)a * b;
    if (a == b && a == INT32_MIN) {
        return INT32_MAX;
    }
    return (int32_t)((product + (product >= 0 ? (1 << 30) : 1 - (1 << 30))) / ((int64_t)1 << 31));
}

/* value / 2^shift, rounded to the nearest, and ties away from zero. */
static INLINE int32_t divided(int32_t value, int32_t shift) {
    int32_t mask = (int32_t)(((uint32_t)1 << shift) - 1);
    int32_t rest = value & mask;
    return (value >> shift) + (rest > (mask >> 1) + (value < 0));
}

/* value * multiplier * 2^(shift - 31), rounded twice, as the reference kernels of TFLite compute it. */
static INLINE int32_t scaled_twice(int32_t value, int32_t multiplier, int32_t shift) {
    int32_t left = shift > 0 ? shift : 0;
    return divided(doubled_high((int32_t)((uint32_t)value << left), multiplier), left - shift);
}
