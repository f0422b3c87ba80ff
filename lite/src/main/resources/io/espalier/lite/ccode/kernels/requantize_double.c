/* A scale is multiplier * 2^(shift - 31), with a multiplier from 2^30 to 2^31. */
typedef struct {
    int32_t multiplier;
    int32_t shift;
} scale_t;

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

/* sum * scale, rounded twice, as the reference kernels of TFLite and TFLite Micro compute it. */
static INLINE int32_t scaled(int32_t sum, scale_t scale) {
    int32_t left = scale.shift > 0 ? scale.shift : 0;
    int32_t right = scale.shift > 0 ? 0 : -scale.shift;
    return divided(doubled_high((int32_t)((uint32_t)sum << left), scale.multiplier), right);
}
