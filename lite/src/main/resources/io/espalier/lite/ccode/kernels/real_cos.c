#include "real_angle.c"

static INLINE float real_cos(float x) {
    return real_sine(x, 1);
}
