#include "real_bits.c"

/* The bits of 2 / pi after the point, with a word of zeros before them. */
static const uint32_t two_by_pi[8] = {
    0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab
};

/* 32 bits from this place on. */
static uint32_t bits_at(int32_t place) {
    const uint32_t *word = two_by_pi + place / 32;
    return place % 32 == 0 ? word[0] : (word[0] << place % 32) | (word[1] >> (32 - place % 32));
}

/* The nearest multiple of pi / 2, modulo 4, and what is left of x, at most pi / 4. Integers, so that it holds for large angles. */
static int32_t real_angle(float x, float *left) {
    uint32_t bits = bits_of(x), size = bits & 0x7fffffff, mantissa = (bits & 0x7fffff) | 0x800000, high;
    int32_t place = (int32_t)(size >> 23) - 120, quarter;
    uint64_t low, middle;
    if (size <= 0x3f490fda || size >= 0x7f800000) {
        *left = size < 0x7f800000 ? x : real_of(0x7fc00000);
        return 0;
    }
    /* The bits before this place make multiples of 4. */
    low = (uint64_t)mantissa * (place + 64 < 224 ? bits_at(place + 64) : 0);
    middle = (uint64_t)mantissa * bits_at(place + 32) + (low >> 32);
    high = mantissa * bits_at(place) + (uint32_t)(middle >> 32);
    middle = (uint64_t)high << 34 | (middle & 0xffffffff) << 2 | (low & 0xffffffff) >> 30;
    quarter = (int32_t)(high >> 30);
    if (middle >> 63) {
        quarter++;
        *left = (float)(0 - middle) * -8.51530395e-20f;
    } else {
        *left = (float)middle * 8.51530395e-20f;
    }
    if (bits >> 31) {
        *left = -*left;
        quarter = -quarter;
    }
    return quarter & 3;
}

/* The sine of x plus so many quarters of a circle. */
static float real_sine(float x, int32_t quarters) {
    float left, square, y;
    quarters += real_angle(x, &left);
    square = left * left;
    if (quarters & 1) {
        y = square * square * (0.041666646f + square * (-0.0013887368f + square * 2.4438448e-05f));
        y = 1.0f - (0.5f * square - y);
    } else {
        y = left + left * square * (-0.16666667f + square * (0.008333329f + square * (-0.00019839335f + square * 2.7183116e-06f)));
    }
    return quarters & 2 ? -y : y;
}
