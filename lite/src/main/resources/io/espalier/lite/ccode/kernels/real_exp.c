#include "real_scale.c"

/* x = n * log(2) + r, and a polynomial for exp(r). */
static float real_exp(float x) {
    float n, r, p;
    int32_t whole;
    if (!(x < 88.8f)) {
        return x != x ? x : real_of(0x7f800000);
    }
    if (x < -104.0f) {
        return 0.0f;
    }
    n = x * 1.44269504f;
    whole = (int32_t)(n < 0.0f ? n - 0.5f : n + 0.5f);
    n = (float)whole;
    r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
    p = 0.5f + r * (0.16666518f + r * (0.041666206f + r * (0.008368888f + r * 0.0013950485f)));
    return real_scale(1.0f + (r + r * r * p), whole);
}
