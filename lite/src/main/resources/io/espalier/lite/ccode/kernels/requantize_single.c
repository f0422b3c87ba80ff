/* A scale is the bits of a positive float32: a mantissa of 24 bits and an exponent. */
typedef uint32_t scale_t;

/* The nearest whole number to value / 2^shift; ties go to the even one. */
static uint64_t nearest(uint64_t value, int32_t shift) {
    uint64_t half, rest;
    if (shift <= 0) {
        return value;
    }
    if (shift > 63) {
        return 0;
    }
    half = (uint64_t)1 << (shift - 1);
    rest = value & (half + half - 1);
    value >>= shift;
    return value + (rest > half || (rest == half && (value & 1) != 0));
}

static int32_t bits_beyond(uint64_t value, int32_t kept) {
    int32_t beyond = 0;
    while ((value >> beyond) >= ((uint64_t)1 << kept)) {
        beyond++;
    }
    return beyond;
}

/* As float32 computes it: sum and product are rounded to 24 bits first. */
static int32_t scaled_by_steps(int32_t sum, scale_t scale) {
    uint64_t value = sum < 0 ? (uint64_t)0 - (uint64_t)(int64_t)sum : (uint64_t)sum;
    int32_t shift = 150 - (int32_t)(scale >> 23), beyond;
    beyond = bits_beyond(value, 24);
    value = nearest(value, beyond) * ((scale & 0x7fffff) | 0x800000);
    shift -= beyond;
    beyond = bits_beyond(value, 24);
    value = nearest(value, beyond);
    value = nearest(value, shift - beyond);
    return sum < 0 ? -(int32_t)value : (int32_t)value;
}

/*
 * sum * scale, rounded once, as XNNPACK computes it in float32. The product of integers is exact; of its 64 bits, the whole number is in the high
 * half. Where the rest is so close to a tie that the rounding of float32 may decide, or the scale is 1/4 or larger, float32 is followed step by step.
 */
static INLINE int32_t scaled(int32_t sum, scale_t scale) {
    int32_t shift = 125 - (int32_t)(scale >> 23);
    int64_t product = (int64_t)sum * (int32_t)(((scale << 7) & 0x3fffff80) | 0x40000000);
    uint32_t high, rest;
    if (shift < 1 || shift > 31) {
        return scaled_by_steps(sum, scale);
    }
    high = (uint32_t)((uint64_t)product >> 32) + ((uint32_t)1 << (shift - 1));
    rest = high << (32 - shift) | (uint32_t)product >> shift;
    if (rest + 0x20000 < 0x40000) {
        return scaled_by_steps(sum, scale);
    }
    return (int32_t)high >> shift;
}
