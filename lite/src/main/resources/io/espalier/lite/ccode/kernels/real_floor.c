#include "real_abs.c"

static float real_floor(float x) {
    float whole;
    if (!(real_abs(x) < 8388608.0f) || x == 0.0f) {
        return x;
    }
    whole = (float)(int32_t)x;
    return whole > x ? whole - 1.0f : whole;
}
