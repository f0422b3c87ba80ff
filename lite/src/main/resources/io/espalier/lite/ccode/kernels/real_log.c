#include "real_bits.c"

/* x = m * 2^n with m near 1, and a polynomial for log(m). */
static float real_log(float x) {
    uint32_t bits = bits_of(x);
    int32_t n = 0;
    float m, p, square;
    if (!(x > 0.0f) || bits == 0x7f800000) {
        return x == 0.0f ? real_of(0xff800000) : x < 0.0f ? real_of(0x7fc00000) : x;
    }
    if (bits < 0x800000) {
        bits = bits_of(x * 8388608.0f);
        n = -23;
    }
    bits -= 0x3f3504f3;
    n += (int32_t)(bits >> 23) - (bits >> 31 ? 512 : 0);
    m = real_of((bits & 0x7fffff) + 0x3f3504f3) - 1.0f;
    square = m * m;
    p = 0.14218651f + m * (-0.12384335f + m * (0.11873017f + m * (-0.11789911f + m * 0.06915402f)));
    p = 0.3333331f + m * (-0.24999987f + m * (0.20002227f + m * (-0.16669251f + m * p)));
    p = (float)n * -2.12194440e-4f + square * m * p;
    return (float)n * 0.693359375f + (m + (p - 0.5f * square));
}
