#include "real_abs.c"

/* To the nearest whole number, and ties to the even one. */
static float real_round(float x) {
    int32_t whole;
    float rest;
    if (!(real_abs(x) < 8388608.0f) || x == 0.0f) {
        return x;
    }
    whole = (int32_t)x;
    rest = real_abs(x - (float)whole);
    if (rest > 0.5f || (rest == 0.5f && (whole & 1) != 0)) {
        whole += x < 0.0f ? -1 : 1;
    }
    return (float)whole;
}
