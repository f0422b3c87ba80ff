#include "real_abs.c"
#include "real_floor.c"

/* x^y in float64, since the error of the logarithm grows with y. */
static float real_pow(float x, float y) {
    uint32_t bits = bits_of(real_abs(x));
    int32_t n = 0, whole, k;
    int odd;
    double m, s, square, sum, e;
    if (y == 0.0f || x == 1.0f) {
        return 1.0f;
    }
    if (x != x || y != y) {
        return x + y;
    }
    odd = real_floor(y) == y && real_abs(y) < 16777216.0f && real_floor(y * 0.5f) != y * 0.5f;
    if (x < 0.0f && real_floor(y) != y && bits < 0x7f800000) {
        return real_of(0x7fc00000);
    }
    if (bits == 0 || bits == 0x7f800000) {
        e = (bits == 0) == (y < 0.0f) ? 1.0 : 0.0;
        return real_of((odd ? bits_of(x) & 0x80000000 : 0) | (e > 0.0 ? 0x7f800000 : 0));
    }
    if (bits < 0x800000) {
        bits = bits_of(real_abs(x) * 8388608.0f);
        n = -23;
    }
    bits -= 0x3f3504f3;
    n += (int32_t)(bits >> 23) - (bits >> 31 ? 512 : 0);
    m = (double)real_of((bits & 0x7fffff) + 0x3f3504f3);
    /* log(m) = 2 artanh(s) */
    s = (m - 1.0) / (m + 1.0);
    square = s * s;
    sum = 0.0;
    for (k = 19; k >= 1; k -= 2) {
        sum = sum * square + 1.0 / (double)k;
    }
    e = (double)y * ((double)n + 2.0 * s * sum * 1.4426950408889634);
    if (e >= 128.0 || e < -151.0) {
        return real_of((odd ? bits_of(x) & 0x80000000 : 0) | (e > 0.0 ? 0x7f800000 : 0));
    }
    whole = (int32_t)(e < 0.0 ? e - 0.5 : e + 0.5);
    e = (e - (double)whole) * 0.6931471805599453;
    sum = 1.0;
    for (k = 12; k >= 1; k--) {
        sum = 1.0 + e * sum / (double)k;
    }
    sum *= (double)real_of((uint32_t)(whole / 2 + 127) << 23);
    sum *= (double)real_of((uint32_t)(whole - whole / 2 + 127) << 23);
    return x < 0.0f && odd ? -(float)sum : (float)sum;
}
