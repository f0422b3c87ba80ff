#include "twice.c"

/* Numbers of 16 bits: one with n integer bits is in units of 2^(n-15). These functions are those of gemmlowp, to the bit. */
static INLINE int32_t short_product(int32_t a, int32_t b) {
    int32_t product = a * b;
    return product == 1 << 30 ? 32767 : (product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15);
}

static INLINE int32_t short_limited(int32_t value) {
    return value < -32768 ? -32768 : value > 32767 ? 32767 : value;
}

/* exp(x) for x with so many integer bits, not above 0; without integer bits. */
static int32_t short_exp(int32_t x, int32_t bits) {
    static const int16_t powers[7] = {25520, 19875, 12055, 4435, 600, 11, 0};
    int32_t quarter = 1 << (13 - bits), rest, result, quarters, square, cube, higher, k;
    if (x == 0) {
        return 32767;
    }
    rest = (x & (quarter - 1)) - quarter;
    quarters = rest - x;
    /* A Taylor series around -1/8. */
    rest = short_limited(rest * (1 << bits)) + (1 << 12);
    square = short_product(rest, rest);
    cube = short_product(square, rest);
    higher = divided(short_product(square, square), 2) + cube;
    higher = divided(short_product(higher, 10923) + square, 1);
    result = short_limited(28918 + short_product(28918, rest + higher));
    for (k = 0; k < 7 && k - 2 < bits; k++) {
        if ((quarters >> (13 - bits + k)) & 1) {
            result = short_product(result, powers[k]);
        }
    }
    return bits > 5 && x < -(1 << (20 - bits)) ? 0 : result;
}

/* 2 / (1 + a) for a from 0 to 1, with two integer bits, by Newton's iteration. */
static int32_t short_reciprocal(int32_t a) {
    int32_t half = (a + 32767 + 1) / 2, x = 23130 + short_product(half, -15420), k;
    for (k = 0; k < 3; k++) {
        x += short_limited(4 * short_product(x, (1 << 13) - short_product(half, x)));
    }
    return x;
}

/* Of a number with 3 integer bits. */
static int32_t short_logistic(int32_t x) {
    int32_t positive;
    if (x == 0) {
        return 1 << 14;
    }
    positive = short_limited(2 * short_reciprocal(short_exp(x > 0 ? -x : x, 3)));
    return x > 0 ? positive : 32767 - positive;
}

/* Of a number with so many integer bits. */
static int32_t short_tanh(int32_t x, int32_t bits) {
    int32_t size;
    if (x == 0) {
        return 0;
    }
    size = short_limited(4 * (short_reciprocal(short_exp(x > 0 ? -x : x, bits + 1)) - (1 << 13)));
    return x > 0 ? size : -size;
}
